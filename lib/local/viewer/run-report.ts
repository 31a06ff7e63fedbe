import { readFileSync } from 'node:fs';
import type { ActTrace, TraceStep } from '../../contract/act-trace.ts';
import { type Html, html } from '../../core/html.ts';
import { renderAct } from '../../report/act-view.ts';
import { filePage } from '../../report/file-page.ts';
import { shortId } from '../../report/format.ts';
import { badge, spanOf, took } from '../../report/parts.ts';
import type { StepPicture } from '../../report/step-view.ts';
import { imageTypeOf } from './image-type.ts';
import { renderInvocation, renderRunOutcome } from './invocation-view.ts';
import { runFacts } from './pages/run-page.ts';
import type { RunPlace } from './paths.ts';
import { type ReadableStore, readRun } from './read-store.ts';
import type { SessionDetail } from './view-model.ts';

/**
 * One run with all its sessions, acts, steps and screenshots as the text of one HTML file. It loads nothing and runs
 * nothing, so it can be kept, sent and attached to a ticket.
 *
 * @param options.now what durations of unfinished work are counted to. @default - the present
 * @returns `undefined` when there is no such run
 */
export function renderRunReport(
  store: ReadableStore,
  options: RunPlace & { readonly now?: Date | undefined },
): string | undefined {
  const { now = new Date() } = options;
  const run = readRun(store, options);
  if (run === undefined) return undefined;
  const main = html`<h1>${run.definitionName}: run ${shortId(run.id)} ${badge(run.status)}</h1>
${renderRunOutcome(run)}
${runFacts(run, now)}
${run.invocation && renderInvocation({ invocation: run.invocation })}
${run.sessions.map((session, index) => renderSession({ store, session, number: index + 1, now }))}`;
  return filePage({ title: `${run.definitionName}, run ${run.id}`, main });
}

function renderSession(options: {
  readonly store: ReadableStore;
  readonly session: SessionDetail;
  readonly number: number;
  readonly now: Date;
}): Html {
  const { store, session, number, now } = options;
  return html`<section><h2>Session ${number} <span class="mono muted">${session.id}</span></h2>
${session.acts.map((act) => renderActOfRun({ store, act, now }))}</section>`;
}

function renderActOfRun(options: {
  readonly store: ReadableStore;
  readonly act: ActTrace;
  readonly now: Date;
}): Html {
  const { store, act, now } = options;
  const { act_id: actId } = act.metadata;
  const facts = html`<p>${badge(act.status)} ${took({ ...spanOf(act), now })}</p>`;
  const imageOf = ({ number }: TraceStep) => embeddedImage(store, { actId, index: number });
  return html`<div class="act">${renderAct({ act, facts, imageOf })}</div>`;
}

function embeddedImage(
  store: ReadableStore,
  step: { readonly actId: string; readonly index: number },
): StepPicture | undefined {
  const file = store.screenshotFile(step);
  const type = file && imageTypeOf(file);
  if (!file || !type) return undefined;
  try {
    return { src: `data:${type};base64,${readFileSync(file).toString('base64')}` };
  } catch {
    // Deleted by hand, for example. The report is still worth having.
    return undefined;
  }
}
