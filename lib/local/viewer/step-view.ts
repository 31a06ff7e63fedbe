import { type Html, html } from '../html.ts';
import { boxesOf, type CallBox } from './call-boxes.ts';
import { formatTime, isoOf, shorten } from './format.ts';
import { renderProgram } from './program.ts';
import type { SeenPage, StepDetail } from './view-model.ts';

/** Where the image of a step is, and where a click on it leads. */
export interface StepPicture {
  readonly src: string;
  readonly href?: string | undefined;
}

/** One step: what the model saw, with the boxes that it pointed at, and what it did. */
export function renderStep(options: {
  readonly step: StepDetail;
  readonly image: StepPicture | undefined;
}): Html {
  const { step, image } = options;
  return html`<li class="step" id="step-${step.index}">
<header><span class="number">${step.index}</span>${renderUrl(step.observation.url)}<time datetime="${isoOf(step.at)}">${formatTime(step.at)}</time></header>
<div class="columns">
<div class="picture">${renderPicture(step, image)}</div>
<div class="actions">${renderProgram(step.calls)}</div>
</div>
</li>`;
}

function renderUrl(url: string): Html {
  return html`<span class="url" title="${url}">${shorten(url, 120)}</span>`;
}

function renderPicture({ index, observation, calls }: StepDetail, image: StepPicture | undefined): Html {
  if (image === undefined) return html`<p class="empty small">No screenshot in this step.</p>`;
  const { width, height } = observation;
  const boxes = boxesOf(calls, observation);
  const picture = html`<img src="${image.src}" alt="The page before step ${index}" width="${width}" height="${height}" loading="lazy">${boxes.length > 0 && renderBoxes(boxes, observation)}`;
  return image.href === undefined
    ? html`<div class="frame">${picture}</div>`
    : html`<a class="frame" href="${image.href}">${picture}</a>`;
}

/** Drawn with attributes of SVG, because the content security policy forbids styles in elements. */
function renderBoxes(boxes: readonly CallBox[], { width, height }: SeenPage): Html {
  return html`<svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${boxes.map(
    (box) => renderBox(box, width),
  )}</svg>`;
}

function renderBox({ number, x, y, width, height }: CallBox, viewportWidth: number): Html {
  const size = viewportWidth / 45;
  const labelX = Math.min(x + width, viewportWidth - size / 2);
  const labelY = Math.max(y, size / 2);
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/><circle cx="${labelX}" cy="${labelY}" r="${size / 2}"/><text x="${labelX}" y="${labelY}" font-size="${size * 0.7}" text-anchor="middle" dominant-baseline="central">${number}</text>`;
}
