import type { ActTrace, TraceStep } from '../../contract/act-trace.ts';
import { type Html, html } from '../../core/html.ts';
import { renderAct } from '../../report/act-view.ts';
import { actTimeFacts } from '../../report/filmstrip/act-time-facts.ts';
import { type Scene, scenesOf } from '../../report/filmstrip/film.ts';
import { badge, facts, spanOf, took, when } from '../../report/parts.ts';
import type { StepPicture } from '../../report/step-picture.ts';
import type { ViewerPaths } from '../paths.ts';
import type { RunDetail } from '../view-model.ts';

/** One act: prompt, outcome and every step. */
export function liveActPage(options: {
  readonly act: ActTrace;
  readonly actId: string;
  /** What it is an act of; absent when that is not there any more. */
  readonly run: RunDetail | undefined;
  readonly paths: ViewerPaths;
  readonly imageOf: (step: TraceStep) => StepPicture | undefined;
  readonly now: Date;
}): Html {
  const { act, actId, run, paths, imageOf, now } = options;
  const scenes = run === undefined ? [] : scenesOf(run);
  const at = scenes.findIndex(({ act: { id } }) => id === actId);
  const scene = scenes[at];
  const span = spanOf(act);
  const { status } = scene?.act ?? act;
  const known = facts([
    ['Started', when(span.startedAt)],
    ['Duration', took({ ...(scene?.act ?? span), status, now })],
    ...actTimeFacts(act),
    ['Steps', String(act.steps.length)],
    ['Id', html`<span class="mono">${act.metadata.act_id}</span>`],
  ]);
  return html`<header class="page-head"><h1>Act ${scene?.number} ${badge(status)}</h1>${
    run !== undefined && scene !== undefined && renderWays({ run, scene, scenes, paths })
  }</header>
${renderAct({ act, status, facts: known, imageOf })}`;
}

/** The acts before and after it, its place in the filmstrip, and Playwright's trace of it. */
function renderWays(given: {
  readonly run: RunDetail;
  readonly scene: Scene;
  readonly scenes: readonly Scene[];
  readonly paths: ViewerPaths;
}): Html {
  const { run, scene, scenes, paths } = given;
  const place = { definitionName: run.definitionName, runId: run.id };
  const trace = run.sessions.flatMap(({ acts }) => acts).find(({ id }) => id === scene.act.id)?.browserTrace;
  const to = (words: string, other: Scene | undefined): Html =>
    other === undefined
      ? html`<span class="button muted">${words}</span>`
      : html`<a class="button" href="${paths.act({ ...place, sessionId: other.sessionId, actId: other.act.id })}">${words}</a>`;
  return html`<nav class="beside" aria-label="Acts">${to('‹ Act before', scenes[scene.number - 2])}${to('Next act ›', scenes[scene.number])}
<a class="button" href="${paths.run(place, { actId: scene.act.id })}">In the filmstrip</a>${
    trace !== undefined &&
    html`<a class="button" href="${paths.trace({ ...place, sessionId: scene.sessionId, name: trace })}">Playwright trace</a>`
  }</nav>`;
}
