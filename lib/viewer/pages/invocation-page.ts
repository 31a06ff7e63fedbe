import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { type Html, html } from '../../core/html.ts';
import { shortId } from '../../report/format.ts';
import { badge, facts, isFinal, took, when } from '../../report/parts.ts';
import { itemFacts, renderInvocation, renderInvocationOutcome, renderLogLines } from '../invocation-view.ts';
import type { ViewerPaths } from '../paths.ts';
import type { InvocationDetail } from '../view-model.ts';

/** One invocation: how it ended, its runs if it began any, what it was called with, and the end of its log. */
export function invocationPage(options: {
  readonly requestId: string;
  readonly definitionName: string;
  readonly invocation: InvocationDetail;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { requestId, definitionName, invocation, paths, now } = options;
  const { record, runs, logLines, againCommand } = invocation;
  const hasFailed = record.status === 'FAILED';
  // Where no run tells what happened, the log has to.
  const isLogFirst = hasFailed && runs.length === 0;
  return html`<h1>Invocation ${shortId(requestId)} ${badge(record.status)}</h1>
${renderInvocationOutcome(invocation)}
${isLogFirst ? undefined : renderRuns(options)}
${isLogFirst && renderFailedStart(invocation, paths.again(requestId))}
${facts([
  ['Workflow', html`<a href="${paths.definition(definitionName)}">${definitionName}</a>`],
  ['Started', when(new Date(record.startedAt))],
  ['Duration', took({ ...timesOf(record), status: record.status, now })],
  ...itemFacts(record.item),
])}
<h2>Call</h2>
${renderInvocation({ invocation, againHref: isLogFirst ? undefined : paths.again(requestId) })}
${againCommand !== undefined && html`<p class="muted">In a terminal: <code>${againCommand}</code></p>`}
${isLogFirst ? undefined : renderLogLines(logLines)}`;
}

/** It failed before a run began: what its process wrote says why, more often than the error itself. */
function renderFailedStart({ record, logLines, logFile }: InvocationDetail, againHref: string): Html {
  const where = logFile ?? record.log;
  const advice =
    record.exit === undefined
      ? 'It failed before a run began: its code threw, or its payload was refused. Mend what the error names, then start it again.'
      : 'Its process ended before a run began. What it wrote last says why: mend it, deploy the workflow, then start it again.';
  return html`<p class="advice">${advice}</p>
<p class="buttons"><a class="button main" href="${againHref}">Start again</a></p>
${
  logLines.length > 0
    ? renderLogLines(logLines)
    : html`<p class="muted">Its log has no lines of it${where !== undefined && html`: <span class="mono">${where}</span>`}.</p>`
}`;
}

function renderRuns({ invocation, paths }: Parameters<typeof invocationPage>[0]): Html {
  const { record, runs } = invocation;
  if (runs.length === 0) {
    const words = isFinal(record.status) ? 'No run began in it.' : 'No run has begun in it yet.';
    return html`<p class="muted">${words}</p>`;
  }
  const words = (id: string): string => (runs.length === 1 ? 'Open the run' : `Open run ${shortId(id)}`);
  return html`<ul class="ways-to-runs">${runs.map(
    ({ definitionName, id, status }) =>
      html`<li><a class="button main" href="${paths.run({ definitionName, runId: id })}">${words(id)}</a> <span class="mono muted">${id}</span> ${badge(status)}</li>`,
  )}</ul>`;
}

function timesOf({ startedAt, endedAt }: InvocationRecord): {
  readonly startedAt: Date;
  readonly endedAt: Date | undefined;
} {
  return { startedAt: new Date(startedAt), endedAt: endedAt === undefined ? undefined : new Date(endedAt) };
}
