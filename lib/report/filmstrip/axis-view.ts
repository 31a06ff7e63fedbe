import { splitTask } from '../../contract/task.ts';
import { formatDuration } from '../../core/format-duration.ts';
import { type Html, html } from '../../core/html.ts';
import { countOf, shorten, shortId } from '../format.ts';
import { lookOf } from '../parts.ts';
import type { PartKind } from './act-parts.ts';
import { type Film, type FilmLinks, isUnread, type Scene } from './film.ts';
import { type Block, type Gap, type Lane, type TimeAxis, timeAxis } from './time-axis.ts';

/**
 * A run on an axis of time: a lane for each session, a block for each act. Drawn in SVG, whose attributes take places in percent:
 * pages permit no styles in elements.
 *
 * @param options.chosen the act whose block is marked
 */
export function renderTimeAxis(options: {
  readonly film: Film;
  readonly now: Date;
  readonly links: Pick<FilmLinks, 'hrefOf'>;
  readonly chosen?: Scene | undefined;
}): Html {
  const { film, now, links, chosen } = options;
  const axis = timeAxis(film, now);
  const lane = (each: Lane): Html => renderLane({ film, lane: each, axis, links, chosen });
  return html`<section class="axis" aria-label="Time axis">
<div class="lanes">
<div class="lane"><span class="lane-name"></span><svg class="ticks" width="100%" height="18" aria-hidden="true">${axis.ticks.map(
    ({ left, label }) =>
      html`<text x="${left}%" y="13"${left > LATE_TICK && html` class="late-tick"`}>${label}</text>`,
  )}</svg></div>
${renderRun(film, axis)}
${axis.lanes.map(lane)}
</div>
${renderLegend(axis)}
</section>`;
}

/** The run itself, and where it failed when that was not in an act. */
function renderRun(film: Film, axis: TimeAxis): Html {
  const { run, failure, durationMs } = axis;
  const where = failure === undefined || failure.kind === 'in-act' ? undefined : WHERE_FAILED[failure.kind];
  const reason = film.error === undefined ? undefined : film.error.type || shorten(film.error.message, 60);
  return html`<div class="lane"><span class="lane-name">Run</span><svg width="100%" height="${RUN_HEIGHT}" role="img" aria-label="${`The run, ${formatDuration(durationMs)}, ${film.status.toLowerCase()}${where === undefined ? '' : `: ${where}`}`}">
${renderGrid(axis)}
<rect class="run ${lookOf(film.status)}" x="${run.left}%" width="${run.width}%" y="8" height="6" rx="3"/>
${
  where !== undefined &&
  html`<foreignObject x="0" width="${run.left + run.width}%" y="0" height="${RUN_HEIGHT}"><div class="failed-at"><span>✕ ${reason !== undefined && html`<b>${reason}</b> `}${where}</span></div></foreignObject>`
}</svg></div>`;
}

/** From here on a label has more room before its mark than after it, percent. */
const LATE_TICK = 88;
const RUN_HEIGHT = 22;
const ROW_HEIGHT = 48;
const BLOCK_HEIGHT = 42;

const WHERE_FAILED = {
  outside: 'outside of acts',
  unknown: 'where is not known',
  'during-act': 'while an act was going on',
} as const;

function renderLane(given: {
  readonly film: Film;
  readonly lane: Lane;
  readonly axis: TimeAxis;
  readonly links: Pick<FilmLinks, 'hrefOf'>;
  readonly chosen: Scene | undefined;
}): Html {
  const { film, lane, axis, links, chosen } = given;
  const { sessionNumber, sessionId, rows, blocks, gaps } = lane;
  const height = rows * ROW_HEIGHT;
  return html`<div class="lane"><span class="lane-name">Session ${sessionNumber} <small class="muted"><span class="mono">${shortId(sessionId)}</span> ${isUnread(film, 'acts') ? 'acts not known' : countOf(blocks.length, 'act')}</small></span><svg width="100%" height="${height}">
${renderGrid(axis)}
${gaps.map((gap) => renderGap(gap, blocks.length))}
${blocks.map((block) => renderBlock({ block, href: links.hrefOf(block.scene), isChosen: block.scene.act.id === chosen?.act.id }))}
</svg></div>`;
}

function renderGrid({ ticks, failure, run }: TimeAxis): Html {
  const end = run.left + run.width;
  return html`${ticks.map(({ left }) => html`<line class="grid" x1="${left}%" x2="${left}%" y1="0" y2="100%"/>`)}${
    failure !== undefined &&
    failure.kind !== 'in-act' &&
    html`<line class="failure" x1="${end}%" x2="${end}%" y1="0" y2="100%"/>`
  }`;
}

function renderGap({ left, width, durationMs, place }: Gap, actCount: number): Html {
  const middle = BLOCK_HEIGHT / 2;
  const what = actCount === 0 ? WITHOUT_ACTS : GAP_WORDS[place];
  return html`<g class="gap"><title>${formatDuration(durationMs)}: ${what}</title><rect x="${left}%" width="${width}%" y="0" height="${BLOCK_HEIGHT}"/><line x1="${left}%" x2="${left + width}%" y1="${middle}" y2="${middle}"/></g>`;
}

const WITHOUT_ACTS = 'no act in this session';
const GAP_WORDS: Readonly<Record<Gap['place'], string>> = {
  before: 'before the first act, the start of the browser and the author’s own code',
  between: 'between acts, the author’s own code',
  after: 'after the last act, the author’s own code',
  all: WITHOUT_ACTS,
};

/** A link in HTML, because SVG cannot cut a text where it has no more room. */
function renderBlock(given: {
  readonly block: Block;
  readonly href: string;
  readonly isChosen: boolean;
}): Html {
  const { block, href, isChosen } = given;
  const { scene, left, shownWidth, row, durationMs, isOpen } = block;
  const { number, act } = scene;
  const prompt = act.trace === undefined ? '' : shorten(splitTask(act.trace.prompt).prompt, 300);
  // What is seen of it comes first, as it is seen: people who speak to their computer say that.
  const status = act.status.replaceAll('_', ' ').toLowerCase();
  const words = `Act ${number} ${prompt}, ${status}, ${formatDuration(durationMs)}`;
  return html`<foreignObject x="${left}%" width="${shownWidth}%" y="${row * ROW_HEIGHT}" height="${BLOCK_HEIGHT}"><a class="block ${lookOf(act.status)}${isOpen ? ' open' : ''}" href="${href}" data-pick="act" aria-label="${words}" title="${words}"${isChosen && html` aria-current="true"`}><span class="block-words"><b>${number}</b> ${prompt}</span>${renderParts(block)}</a></foreignObject>`;
}

function renderParts({ parts, durationMs }: Block): Html {
  const share = (ms: number): number => Math.round((ms / durationMs) * 100_000) / 1000;
  return html`<svg class="parts" width="100%" height="6" aria-hidden="true">${parts.map(
    ({ kind, fromMs, toMs }) =>
      html`<rect class="${kind}" x="${share(fromMs)}%" width="${share(toMs - fromMs)}%" height="6"/>`,
  )}</svg>`;
}

/** What the colours say; only those that are there. */
function renderLegend({ lanes }: TimeAxis): Html {
  const kinds = new Set(
    lanes.flatMap(({ blocks }) => blocks.flatMap(({ parts }) => parts.map(({ kind }) => kind))),
  );
  const known = PART_ORDER.filter((kind) => kinds.has(kind));
  return html`<ul class="legend" aria-label="Legend">${known.map(
    (kind) => html`<li><span class="swatch ${kind}"></span>${PART_WORDS[kind]}</li>`,
  )}<li><span class="swatch gap"></span>outside of acts: the author’s own code; before the first, the start of the browser, too</li></ul>`;
}

/** In words for people. */
export const PART_WORDS: Readonly<Record<PartKind, string>> = {
  service: 'waiting for the service',
  browser: 'browser and tools',
  people: 'waiting for people',
};

const PART_ORDER: readonly PartKind[] = ['service', 'browser', 'people'];
