import type { TraceStep } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { renderAct } from '../report/act-view.ts';
import { filePage } from '../report/file-page.ts';
import { renderTimeAxis } from '../report/filmstrip/axis-view.ts';
import { type FilmLinks, hasFailed, type Scene, scenesOf } from '../report/filmstrip/film.ts';
import { renderFilmstrip } from '../report/filmstrip/strip-view.ts';
import { shortId } from '../report/format.ts';
import { badge, took } from '../report/parts.ts';
import { renderPictureSheet } from '../report/step-picture.ts';
import { renderInvocation, renderLogLines, renderRunOutcome } from './invocation-view.ts';
import { renderRunQuestions, renderUnknownQuestion } from './pages/questions-view.ts';
import { runFacts } from './pages/run-page.ts';
import type { RunPlace } from './paths.ts';
import { pictureRoom } from './pictures/picture-budget.ts';
import { lackInWords, lacksOf } from './pictures/picture-lacks.ts';
import { type ActWithPictures, type ReportPictures, reportPictures } from './pictures/report-pictures.ts';
import type { RunQuestion } from './run-questions.ts';
import type { RunSource } from './run-source.ts';
import type { RunDetail } from './view-model.ts';

/**
 * One run as the text of one HTML file: the filmstrip, then all acts and steps with their screenshots, payload, result, log. It loads
 * nothing and runs nothing, so it can be kept, sent and attached to a ticket. Screenshots are made smaller by the browser of
 * this machine, as far as the file would be larger than {@link MAX_REPORT_BYTES}.
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
  const questions = await source.questions?.ofRun({ definitionName, runId });
  const scenes = scenesOf(run);
  const title = `${run.definitionName}, run ${run.id}`;
  const page = (pictures: ReportPictures): string =>
    filePage({ title, main: renderReport({ run, questions, scenes, pictures, now }) });
  const textBytes = Buffer.byteLength(page(PLACEHOLDERS));
  const acts = scenes.map((scene) => withPictures(run, scene));
  return page(await reportPictures({ source, acts, roomBytes: pictureRoom(textBytes) }));
}

/** For measuring the text: as if each step had a picture of its own, and none took any room. */
const PLACEHOLDERS: ReportPictures = {
  sheet: new Map(),
  of: () => ({ id: 'picture-0000' }),
  count: () => 0,
};

function withPictures({ definitionName, id: runId }: RunDetail, { act, sessionId }: Scene): ActWithPictures {
  return {
    place: { definitionName, runId, sessionId, actId: act.id },
    isFailed: hasFailed(act),
    steps: (act.trace?.steps ?? []).map(({ number, image }) => ({ number, hasPicture: image !== '' })),
  };
}

function renderReport(given: {
  readonly run: RunDetail;
  /** `undefined` where what it asks people is not known. */
  readonly questions: readonly RunQuestion[] | undefined;
  readonly scenes: readonly Scene[];
  readonly pictures: ReportPictures;
  readonly now: Date;
}): Html {
  const { run, questions, scenes, pictures, now } = given;
  const pictureOf = ({ number, act }: Scene, step: TraceStep): ReturnType<ReportPictures['of']> =>
    pictures.of({ act: number - 1, step: act.trace?.steps.indexOf(step) ?? -1 });
  const links: FilmLinks = {
    hrefOf: (scene, step) => `#${anchorOf(scene, step)}`,
    imageOf: (scene, step) => {
      const found = pictureOf(scene, step);
      return found !== undefined && 'id' in found ? `#${found.id}` : undefined;
    },
  };
  const imageOf = (
    scene: Scene,
    step: TraceStep,
  ): { readonly src: string } | { readonly lack: string } | undefined => {
    const found = pictureOf(scene, step);
    if (found === undefined) return undefined;
    return 'id' in found ? { src: `#${found.id}` } : { lack: lackInWords(found.lack) };
  };
  const actOf = ({ actId }: RunQuestion): { number: number; href: string } | undefined => {
    const scene = scenes.find(({ act }) => act.id === actId);
    return scene && { number: scene.number, href: `#${anchorOf(scene)}` };
  };
  return html`<h1>${run.definitionName}: run ${shortId(run.id)} ${badge(run.status)}</h1>
${renderRunOutcome(run)}
${questions === undefined ? renderUnknownQuestion(run) : renderRunQuestions({ questions, actOf, now })}
${runFacts(run, now)}
${renderNotes([...run.unknown, ...lacksOf(pictures)])}
${scenes.length > 0 && html`${renderTimeAxis({ film: run, now, links })}<div class="reel">${renderFilmstrip({ film: run, now, links })}</div>`}
${run.invocation && html`<h2>Call</h2>${renderInvocation({ invocation: run.invocation })}`}
${renderLogLines(run.logLines)}
${scenes.map((scene) => renderScene({ scene, now, imageOf: (step) => imageOf(scene, step) }))}
${renderPictureSheet(new Map([...pictures.sheet].map(([id, picture]) => [id, dataUrlOf(picture)])))}`;
}

function renderScene(given: {
  readonly scene: Scene;
  readonly now: Date;
  readonly imageOf: Parameters<typeof renderAct>[0]['imageOf'];
}): Html {
  const { scene, now, imageOf } = given;
  const { act, number, sessionNumber } = scene;
  const { trace, status } = act;
  const facts = html`<p>${badge(status)} ${took({ ...act, now })}</p>`;
  return html`<section class="act" id="${anchorOf(scene)}"><h2>Act ${number} <span class="muted">in session ${sessionNumber}</span></h2>
${
  trace === undefined
    ? html`${facts}<p class="muted">What happened in this act cannot be shown.</p>`
    : renderAct({ act: trace, status, facts, imageOf, anchorOf: (step) => anchorOf(scene, step) })
}</section>`;
}

/** Of the details of an act or a step; the scenes of the filmstrip have others. */
function anchorOf({ number }: Scene, step?: TraceStep): string {
  return step === undefined ? `details-${number}` : `details-${number}-step-${step.number}`;
}

function renderNotes(notes: readonly string[]): Html | undefined {
  if (notes.length === 0) return undefined;
  return html`<div class="outcome late"><h3>Not in this file</h3>${notes.map((note) => html`<p>${note}</p>`)}</div>`;
}

function dataUrlOf({ type, bytes }: { readonly type: string; readonly bytes: Uint8Array }): string {
  return `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
}
