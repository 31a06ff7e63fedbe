import type { ActTrace } from '../contract/act-trace.ts';
import { formatDuration } from '../core/format-duration.ts';
import { type Html, html } from '../core/html.ts';
import { renderAct } from './act-view.ts';
import { filePage } from './file-page.ts';
import { shorten } from './format.ts';
import { badge, facts, spanOf, when } from './parts.ts';

/** What happened in one act as the text of one HTML file, with its screenshots. It loads nothing and runs nothing. */
export function actPage(act: ActTrace): string {
  const main = html`<h1>Act ${badge(act.status)}</h1>
${renderAct({ act, facts: actFacts(act), imageOf: ({ image }) => (image.startsWith('data:image/') ? { src: image } : undefined) })}`;
  return filePage({ title: `Act: ${shorten(act.prompt, 60)}`, main });
}

/** Times and ids. */
function actFacts(act: ActTrace): Html {
  const { metadata: known } = act;
  const { startedAt, endedAt } = spanOf(act);
  const seconds = (number: number): string => formatDuration(number * 1000);
  const modelTime = known.step_server_times_s.reduce((total, time) => total + time, 0);
  const worked = known.time_worked_s;
  const mono = (text: string): Html => html`<span class="mono">${text}</span>`;
  return html`${facts([
    ['Started', when(startedAt)],
    ['Duration', endedAt && formatDuration(endedAt.getTime() - startedAt.getTime())],
    ['Worked', worked === null ? undefined : seconds(worked)],
    ['For the model', seconds(modelTime)],
    ['Browser and tools', worked === null ? undefined : seconds(Math.max(0, worked - modelTime))],
    ['For people', known.human_wait_time_s > 0 ? seconds(known.human_wait_time_s) : undefined],
    ['Answers of the service', String(known.num_steps_executed)],
  ])}${facts([
    ['Workflow', known.workflow_definition_name],
    ['Run', mono(known.workflow_run_id)],
    ['Session', mono(known.session_id)],
    ['Act', mono(known.act_id)],
    ['SDK', act.sdk_version],
  ])}`;
}
