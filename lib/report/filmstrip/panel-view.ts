import type { ActTrace } from '../../contract/act-trace.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { type Html, html } from '../../core/html.ts';
import { errorOfAct } from '../act-outcome.ts';
import { renderActOutcome, renderTask } from '../act-view.ts';
import { formatTime, isoOf } from '../format.ts';
import { renderLink } from '../link.ts';
import { badge, facts, took, when } from '../parts.ts';
import { isSameError } from '../same-error.ts';
import { stepCaption } from '../step-caption.ts';
import { renderStepPicture } from '../step-picture.ts';
import { renderCalls } from '../step-view.ts';
import { actTimeFacts } from './act-time-facts.ts';
import { type Choice, neighboursOf } from './choice.ts';
import { type Film, type FilmLinks, filmError } from './film.ts';

/** The chosen act or step beside the filmstrip: picture, calls, prompt, answer, error and times. */
export function renderPanel(options: {
  readonly film: Film;
  readonly choice: Choice;
  readonly now: Date;
  readonly links: FilmLinks;
  /** The page without it. */
  readonly closeHref: string;
  /** Where the error of the run is on this page. */
  readonly runErrorHref: string;
  /** Whether it is worth its place on a small screen although nobody has chosen it. */
  readonly isUrgent: boolean;
  /** More about the act, such as its own page. */
  readonly more: Html | undefined;
}): Html {
  const { choice, now, links, closeHref, isUrgent, more } = options;
  const { scene, step, isDefault } = choice;
  const { act, number } = scene;
  const { trace } = act;
  const name = `Act ${number}${step === undefined ? '' : `, step ${step.number}`}`;
  return html`<aside class="panel${isDefault ? (isUrgent ? ' urgent' : '') : ' asked'}" id="panel" aria-label="${name}">
<header><h2>${name}</h2>${badge(act.status)}${renderWalk(options)}<a class="close" href="${closeHref}" data-pick="none" aria-label="Close">✕</a></header>
<div class="panel-body">
${step !== undefined && renderChosenStep(options)}
${
  trace === undefined
    ? html`<p class="muted">What happened in this act cannot be shown.</p>`
    : html`<section><h3>Prompt</h3><blockquote${trace.prompt.length > LONG_PROMPT && html` tabindex="0"`}>${renderTask(trace.prompt)}</blockquote></section>
${renderEnd(options, trace)}
${step === undefined && trace.steps.length > 0 && html`<section><h3>Steps</h3><ol class="captions">${trace.steps.map((each) => html`<li><a href="${links.hrefOf(scene, each)}" data-pick="list"><b>${each.number}</b> ${stepCaption(each)}</a></li>`)}</ol></section>`}`
}
${facts([['Act began', when(act.startedAt)], ['Took', took({ ...act, now })], ...(trace === undefined ? [] : actTimeFacts(trace))])}
${more && html`<p class="links">${more}</p>`}
</div>
</aside>`;
}

/** From here on it may scroll, which keys must reach. */
const LONG_PROMPT = 300;

/** What the act ended with. The error of the run has its place at the top of the page. */
function renderEnd({ film, choice, runErrorHref }: Parameters<typeof renderPanel>[0], trace: ActTrace): Html {
  const error = errorOfAct(trace);
  if (isSameError(filmError(film)?.message, error?.message))
    return html`<p class="said"><a href="${runErrorHref}">It failed with the error of the run</a>.</p>`;
  return renderActOutcome(trace, choice.scene.act.status);
}

function renderChosenStep({
  choice: { scene, step },
  links,
}: Parameters<typeof renderPanel>[0]): Html | undefined {
  if (step === undefined) return undefined;
  const src = links.imageOf(scene, step);
  const at = new Date(step.at);
  const { trace } = scene.act;
  return html`${renderStepPicture(step, src === undefined ? undefined : { src, href: src })}
<p class="step-facts">${renderLink(step.active_url)}<span class="aside">${
    step.server_time_ms !== undefined &&
    html`<span title="What the service took to answer">answered in ${formatDuration(step.server_time_ms)}</span>`
  }<time datetime="${isoOf(at)}">${formatTime(at)}</time></span></p>
<section><h3>What it did</h3>${renderCalls(step, trace && errorOfAct(trace)?.message)}</section>`;
}

function renderWalk({ film, choice, links }: Parameters<typeof renderPanel>[0]): Html {
  const { before, after } = neighboursOf(film, choice);
  // The id is what the focus stays on while the page changes: the address is that of the next step each time.
  const link = (words: string, sign: string, to: typeof before): Html =>
    to === undefined
      ? html`<span class="walk" aria-hidden="true">${sign}</span>`
      : html`<a class="walk" id="${words.toLowerCase().replace(' ', '-')}" href="${links.hrefOf(to.scene, to.step)}" data-pick="walk" aria-label="${words}">${sign}</a>`;
  return html`<span class="walks">${link('Step before', '‹', before)}${link('Next step', '›', after)}</span>`;
}
