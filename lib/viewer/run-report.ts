import type { ActTrace, TraceStep } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { renderAct } from '../report/act-view.ts';
import { filePage } from '../report/file-page.ts';
import { shortId } from '../report/format.ts';
import { badge, spanOf, took } from '../report/parts.ts';
import type { StepPicture } from '../report/step-picture.ts';
import { renderInvocation, renderRunOutcome } from './invocation-view.ts';
import { runFacts } from './pages/run-page.ts';
import type { ActPlace, RunPlace } from './paths.ts';
import type { RunSource } from './run-source.ts';
import type { SessionDetail } from './view-model.ts';

/**
 * One run with all its sessions, acts, steps and screenshots as the text of one HTML file. It loads nothing and runs
 * nothing, so it can be kept, sent and attached to a ticket.
 *
 * @param options.now what durations of unfinished work are counted to. @default - the present
 * @returns `undefined` when there is no such run
 */
export async function runReport(
  source: RunSource,
  options: RunPlace & { readonly now?: Date | undefined },
): Promise<string | undefined> {
  const { definitionName, runId, now = new Date() } = options;
  const run = await source.run({ definitionName, runId });
  if (run === undefined) return undefined;
  const sessions: Html[] = [];
  for (const [index, session] of run.sessions.entries())
    sessions.push(await renderSession({ source, place: options, session, number: index + 1, now }));
  const main = html`<h1>${run.definitionName}: run ${shortId(run.id)} ${badge(run.status)}</h1>
${renderRunOutcome(run)}
${runFacts(run, now)}
${run.invocation && renderInvocation({ invocation: run.invocation })}
${sessions}`;
  return filePage({ title: `${run.definitionName}, run ${run.id}`, main });
}

async function renderSession(options: {
  readonly source: RunSource;
  readonly place: RunPlace;
  readonly session: SessionDetail;
  readonly number: number;
  readonly now: Date;
}): Promise<Html> {
  const { source, place, session, number, now } = options;
  const acts: Html[] = [];
  for (const { id: actId, trace } of session.acts) {
    if (trace === undefined) continue;
    const { definitionName, runId } = place;
    const at = { definitionName, runId, sessionId: session.id, actId };
    acts.push(renderActOfRun({ act: trace, images: await embeddedImages(source, at, trace), now }));
  }
  return html`<section><h2>Session ${number} <span class="mono muted">${session.id}</span></h2>
${acts}</section>`;
}

function renderActOfRun(options: {
  readonly act: ActTrace;
  readonly images: ReadonlyMap<TraceStep, StepPicture>;
  readonly now: Date;
}): Html {
  const { act, images, now } = options;
  const facts = html`<p>${badge(act.status)} ${took({ ...spanOf(act), now })}</p>`;
  return html`<div class="act">${renderAct({ act, facts, imageOf: (step) => images.get(step) })}</div>`;
}

async function embeddedImages(
  source: RunSource,
  place: ActPlace,
  act: ActTrace,
): Promise<ReadonlyMap<TraceStep, StepPicture>> {
  const images = new Map<TraceStep, StepPicture>();
  for (const step of act.steps) {
    const picture = await source.picture(place, step.number);
    if (picture === undefined) continue;
    const { type, bytes } = picture;
    images.set(step, { src: `data:${type};base64,${Buffer.from(bytes).toString('base64')}` });
  }
  return images;
}
