import type { TraceStep } from '../contract/act-trace.ts';
import { formatDuration } from '../core/format-duration.ts';
import { type Html, html } from '../core/html.ts';
import { boxesOf, type CallBox } from './call-boxes.ts';
import { formatTime, isoOf } from './format.ts';
import { renderLink } from './link.ts';
import { renderProgram } from './program.ts';

/** Where the image of a step is, and where a click on it leads. */
export interface StepPicture {
  readonly src: string;
  readonly href?: string | undefined;
}

/** One step: what the model saw, with the boxes that it pointed at, and what it did. */
export function renderStep(options: {
  readonly step: TraceStep;
  readonly image: StepPicture | undefined;
}): Html {
  const { step, image } = options;
  const { server_time_ms: waitedMs } = step;
  const at = new Date(step.at);
  return html`<li class="step" id="step-${step.number}">
<header><span class="number">${step.number}</span>${renderLink(step.active_url)}<span class="aside">${
    waitedMs !== undefined &&
    html`<span title="What the service took to answer">${formatDuration(waitedMs)}</span>`
  }<time datetime="${isoOf(at)}">${formatTime(at)}</time></span></header>
<div class="columns">
<div class="picture">${renderPicture(step, image)}</div>
<div class="actions">${renderCalls(step)}</div>
</div>
</li>`;
}

function renderCalls({ program: { calls }, step_id, server_time_ms }: TraceStep): Html {
  if (calls.length > 0) return renderProgram(calls);
  const isAnswered = step_id !== undefined || server_time_ms !== undefined;
  return html`<p class="muted">${isAnswered ? 'No calls.' : 'The service did not answer.'}</p>`;
}

function renderPicture(step: TraceStep, image: StepPicture | undefined): Html {
  if (image === undefined) return html`<p class="empty small">No screenshot in this step.</p>`;
  const { width_px: width, height_px: height } = step;
  const boxes = boxesOf(step.program.calls, step);
  const picture = html`<img src="${image.src}" alt="The page before step ${step.number}" width="${width}" height="${height}" loading="lazy">${boxes.length > 0 && renderBoxes(boxes, width, height)}`;
  return image.href === undefined
    ? html`<div class="frame">${picture}</div>`
    : html`<a class="frame" href="${image.href}">${picture}</a>`;
}

/** Drawn with attributes of SVG, because the content security policy forbids styles in elements. */
function renderBoxes(boxes: readonly CallBox[], width: number, height: number): Html {
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
