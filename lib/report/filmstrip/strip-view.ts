import type { TraceStep } from '../../contract/act-trace.ts';
import { splitTask } from '../../contract/task.ts';
import { type Html, html } from '../../core/html.ts';
import { errorOfAct } from '../act-outcome.ts';
import { outcomeLine } from '../act-view.ts';
import { countOf, shortId } from '../format.ts';
import { badge, lookOf, took } from '../parts.ts';
import { isSameError } from '../same-error.ts';
import { isFailedStep, stepCaption } from '../step-caption.ts';
import { renderFrame } from '../step-picture.ts';
import type { Choice } from './choice.ts';
import { type Film, type FilmLinks, filmError, isUnread, type Scene, scenesOf } from './film.ts';

/**
 * The acts of a run with their steps as small pictures, session by session. Pointing at a picture shows it large, without
 * a script.
 */
export function renderFilmstrip(options: {
  readonly film: Film;
  readonly now: Date;
  readonly links: FilmLinks;
  readonly chosen?: Choice | undefined;
  /** What stands beside the name of a session, such as links to its traces. */
  readonly besideSession?: ((sessionId: string) => Html | undefined) | undefined;
}): Html {
  const { film, besideSession } = options;
  const scenes = scenesOf(film);
  return html`<div class="strip">${film.sessions.map(({ id }, index) => {
    const own = scenes.filter(({ sessionNumber }) => sessionNumber === index + 1);
    return html`<section class="session" aria-label="Session ${index + 1}"><header><h2>Session ${index + 1}</h2><span class="mono muted">${shortId(id)}</span>${besideSession?.(id)}</header>
${
  own.length === 0
    ? html`<p class="empty small">${isUnread(film, 'acts') ? 'Acts not known: they could not be read.' : 'No acts.'}</p>`
    : html`<ol class="scenes">${own.map((scene) => renderScene({ ...options, scene }))}</ol>`
}</section>`;
  })}</div>`;
}

function renderScene(given: {
  readonly film: Film;
  readonly scene: Scene;
  readonly now: Date;
  readonly links: FilmLinks;
  readonly chosen?: Choice | undefined;
}): Html {
  const { film, scene, now, links, chosen } = given;
  const { number, act } = scene;
  const { trace, status } = act;
  const isChosen = chosen?.scene.act.id === act.id;
  const error = trace && errorOfAct(trace);
  const line =
    isSameError(filmError(film)?.message, error?.message) || trace === undefined
      ? undefined
      : outcomeLine(trace);
  return html`<li class="scene ${lookOf(status)}" id="act-${number}">
<header><a class="scene-name" href="${links.hrefOf(scene)}" data-pick="act"${isChosen && chosen?.step === undefined && html` aria-current="true"`}><b>${number}</b><span>${trace === undefined ? `Act ${shortId(act.id)}` : splitTask(trace.prompt).prompt}</span></a></header>
<p class="scene-meta">${badge(status)}${trace && html`<span>${countOf(trace.steps.length, 'step')}</span>`}${took({ ...act, now })}</p>
${line && html`<p class="scene-end">${line}</p>`}
${
  trace === undefined
    ? html`<p class="muted scene-end">What happened in it cannot be shown.</p>`
    : trace.steps.length > 0 &&
      html`<ol class="thumbs">${trace.steps.map((step) =>
        renderThumb({ scene, step, links, isChosen: isChosen && chosen?.step?.number === step.number }),
      )}</ol>`
}
</li>`;
}

function renderThumb(given: {
  readonly scene: Scene;
  readonly step: TraceStep;
  readonly links: FilmLinks;
  readonly isChosen: boolean;
}): Html {
  const { scene, step, links, isChosen } = given;
  const src = links.imageOf(scene, step);
  const caption = stepCaption(step);
  const failed = isFailedStep(step);
  return html`<li><a class="thumb${failed ? ' bad' : ''}" href="${links.hrefOf(scene, step)}" data-pick="step" aria-label="Act ${scene.number}, step ${step.number} ${caption}${failed && ', failed'}"${isChosen && html` aria-current="true"`}><span class="well"><span class="frame">${
    src === undefined ? html`<span class="no-picture">no picture</span>` : renderFrame(step, { src, alt: '' })
  }</span></span><span class="caption"><b>${step.number}</b> ${caption}</span></a></li>`;
}
