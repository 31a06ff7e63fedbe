import type { ActTrace, TraceStep } from '../../contract/act-trace.ts';
import { type Html, html } from '../../core/html.ts';
import { renderAct } from '../../report/act-view.ts';
import { badge, facts, spanOf, took, when } from '../../report/parts.ts';
import type { StepPicture } from '../../report/step-picture.ts';

/** One act: prompt, outcome and every step. */
export function liveActPage(options: {
  readonly act: ActTrace;
  readonly imageOf: (step: TraceStep) => StepPicture | undefined;
  readonly now: Date;
}): Html {
  const { act, imageOf, now } = options;
  const span = spanOf(act);
  const known = facts([
    ['Started', when(span.startedAt)],
    ['Duration', took({ ...span, now })],
    ['Steps', String(act.steps.length)],
    ['Id', html`<span class="mono">${act.metadata.act_id}</span>`],
  ]);
  return html`<h1>Act ${badge(act.status)}</h1>
${renderAct({ act, facts: known, imageOf })}`;
}
