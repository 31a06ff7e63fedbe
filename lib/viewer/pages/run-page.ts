import { type Html, html } from '../../core/html.ts';
import { outcomeLine, renderTask } from '../../report/act-view.ts';
import { countOf, shortId } from '../../report/format.ts';
import { badge, facts, isFinal, took, when } from '../../report/parts.ts';
import { renderInvocation, renderLogLines, renderRunOutcome } from '../invocation-view.ts';
import type { ViewerPaths } from '../paths.ts';
import type { ActDetail, RunDetail, RunItem, SessionDetail } from '../view-model.ts';

/** One run: its sessions and their acts. */
export function runPage(options: {
  readonly run: RunDetail;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { run, paths, now } = options;
  const report = paths.report({ definitionName: run.definitionName, runId: run.id });
  return html`<h1>Run ${shortId(run.id)} ${badge(run.status)}</h1>
${renderRunOutcome(run)}
${runFacts(run, now)}
${renderRunInvocation(run, paths)}
<p><a class="button" href="${report}" download>Save as one file</a></p>
${
  run.sessions.length === 0
    ? html`<div class="empty"><p>No sessions${isFinal(run.status) ? '.' : ' yet.'}</p></div>`
    : run.sessions.map((session, index) => renderSession({ run, session, number: index + 1, paths, now }))
}
${renderLogLines(run.logLines)}`;
}

function renderRunInvocation(run: RunDetail, paths: ViewerPaths): Html | undefined {
  const { invocation } = run;
  if (invocation === undefined) return undefined;
  const { requestId } = invocation.record;
  return renderInvocation({
    invocation,
    ...(requestId !== undefined && {
      href: paths.invocation(requestId),
      againHref: paths.again(requestId),
    }),
  });
}

/** How much was done, as far as it is known. */
export function workOf({ sessionCount, actCount }: RunItem): string | undefined {
  if (sessionCount === undefined || actCount === undefined) return undefined;
  return `${countOf(sessionCount, 'session')}, ${countOf(actCount, 'act')}`;
}

/** What there is to know of a run at a glance. */
export function runFacts(run: RunDetail, now: Date): Html {
  return facts([
    ['Started', when(run.startedAt)],
    ['Duration', took({ ...run, now })],
    ['Model', run.playedBy === undefined ? run.modelId : `${run.modelId}, played by ${run.playedBy}`],
    ['Work', workOf(run)],
    ...(run.logGroupName === undefined ? [] : [['Log group', run.logGroupName] as const]),
    ['Id', html`<span class="mono">${run.id}</span>`],
  ]);
}

function renderSession(options: {
  readonly run: RunDetail;
  readonly session: SessionDetail;
  readonly number: number;
  readonly paths: ViewerPaths;
  readonly now: Date;
}): Html {
  const { run, session, number, paths, now } = options;
  const place = { definitionName: run.definitionName, runId: run.id, sessionId: session.id };
  return html`<section><h2>Session ${number} <span class="mono muted">${shortId(session.id)}</span></h2>
${
  session.acts.length === 0
    ? html`<p class="empty small">No acts.</p>`
    : html`<ul class="acts">${session.acts.map((act) => renderAct({ act, href: paths.act({ ...place, actId: act.id }), now }))}</ul>`
}</section>`;
}

function renderAct(options: { readonly act: ActDetail; readonly href: string; readonly now: Date }): Html {
  const { act, href, now } = options;
  return html`<li><a class="card" href="${href}">
${act.trace && html`<p class="prompt">${renderTask(act.trace.prompt)}</p><p>${outcomeLine(act.trace)}</p>`}
<footer>${badge(act.status)}${act.trace && html`<span>${countOf(act.trace.steps.length, 'step')}</span>`}${took({ ...act, now })}</footer>
</a></li>`;
}
