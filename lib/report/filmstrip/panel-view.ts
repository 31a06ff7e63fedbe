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
import { actParts, type PartKind, timeOfParts } from './act-parts.ts';
import { PART_WORDS } from './axis-view.ts';
import { type Choice, neighboursOf } from './choice.ts';
import type { Film, FilmLinks } from './film.ts';

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
  const { film, choice, now, links, closeHref, runErrorHref, isUrgent, more } = options;
  const { scene, step, isDefault } = choice;
  const { act, number } = scene;
  const { trace } = act;
  const error = trace && errorOfAct(trace);
  const isRunError = isSameError(film.error?.message, error?.message);
  const name = `Act ${number}${step === undefined ? '' : `, step ${step.number}`}`;
  return html`<aside class="panel${isDefault ? (isUrgent ? ' urgent' : '') : ' asked'}" id="panel" aria-label="${name}">
<header><h2>${name}</h2>${badge(act.status)}${renderWalk(options)}<a class="close" href="${closeHref}" data-pick="none" aria-label="Close">✕</a></header>
<div class="panel-body">
${step !== undefined && renderChosenStep(options)}
${
  trace === undefined
    ? html`<p class="muted">What happened in this act was not kept.</p>`
    : html`<section><h3>Prompt</h3><blockquote tabindex="0">${renderTask(trace.prompt)}</blockquote></section>
${isRunError ? html`<p class="said"><a href="${runErrorHref}">It failed with the error of the run</a>.</p>` : renderActOutcome(trace)}
${step === undefined && trace.steps.length > 0 && html`<section><h3>Steps</h3><ol class="captions">${trace.steps.map((each) => html`<li><a href="${links.hrefOf(scene, each)}" data-pick="list"><b>${each.number}</b> ${stepCaption(each)}</a></li>`)}</ol></section>`}`
}
${facts([['Act began', when(act.startedAt)], ['Took', took({ ...act, now })], ...(trace === undefined ? [] : partFacts(trace))])}
${more && html`<p class="links">${more}</p>`}
</div>
</aside>`;
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
  const link = (words: string, sign: string, to: typeof before): Html =>
    to === undefined
      ? html`<span class="walk" aria-hidden="true">${sign}</span>`
      : html`<a class="walk" href="${links.hrefOf(to.scene, to.step)}" data-pick="walk" aria-label="${words}">${sign}</a>`;
  return html`<span class="walks">${link('Step before', '‹', before)}${link('Next step', '›', after)}</span>`;
}

function partFacts(trace: ActTrace): readonly (readonly [string, string | undefined])[] {
  const { start_time: start, end_time: end } = trace.metadata;
  if (end === null) return [];
  const times = timeOfParts(actParts(trace, { startMs: start * 1000, endMs: end * 1000 }));
  const kinds: readonly PartKind[] = ['service', 'browser', 'people'];
  return kinds.flatMap((kind) =>
    times[kind] > 0 ? [[capital(PART_WORDS[kind]), formatDuration(times[kind])] as const] : [],
  );
}

function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}
