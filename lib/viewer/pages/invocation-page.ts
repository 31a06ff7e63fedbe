import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { type Html, html } from '../../core/html.ts';
import { shortId } from '../../report/format.ts';
import { badge, facts, took, when } from '../../report/parts.ts';
import { renderInvocation, renderInvocationOutcome, renderLogLines } from '../invocation-view.ts';
import type { ViewerPaths } from '../paths.ts';
import type { InvocationDetail } from '../view-model.ts';

/** One invocation: how it ended, its runs if it began any, and where its log is. */
export function invocationPage(options: {
  readonly requestId: string;
  readonly invocation: InvocationDetail;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { requestId, invocation, paths, now } = options;
  const { record, runs } = invocation;
  return html`<h1>Invocation ${shortId(requestId)} ${badge(record.status)}</h1>
${renderInvocationOutcome(invocation)}
${facts([
  ['Started', when(new Date(record.startedAt))],
  ['Duration', took({ ...timesOf(record), now })],
])}
${renderInvocation({ invocation })}
<h2>Runs</h2>
${
  runs.length === 0
    ? html`<p class="empty small">No run began in it.</p>`
    : html`<ul class="acts">${runs.map(
        ({ definitionName, id, status }) =>
          html`<li><a class="card" href="${paths.run({ definitionName, runId: id })}"><span class="mono">${id}</span> ${badge(status)}</a></li>`,
      )}</ul>`
}
${renderLogLines(invocation.logLines)}`;
}

function timesOf({ startedAt, endedAt }: InvocationRecord): {
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
} {
  return { startedAt: new Date(startedAt), endedAt: endedAt === undefined ? undefined : new Date(endedAt) };
}
