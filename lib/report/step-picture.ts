import type { TraceStep } from '../contract/act-trace.ts';
import { type Html, html } from '../core/html.ts';
import { boxesOf, type CallBox } from './call-boxes.ts';

/** Where the image of a step is, and where a click on it leads. */
export interface StepPicture {
  /** `#` and an id is an image in the same file: see {@link renderPictureSheet}. */
  readonly src: string;
  readonly href?: string | undefined;
}

/** What the model saw, with the boxes that it pointed at. */
export function renderStepPicture(
  step: TraceStep,
  image: StepPicture | { readonly lack: string } | undefined,
): Html {
  if (image === undefined || 'lack' in image)
    return html`<p class="empty small">${image?.lack ?? 'No screenshot in this step.'}</p>`;
  const picture = renderFrame(step, { src: image.src, alt: `The page before step ${step.number}` });
  return image.href === undefined
    ? html`<div class="frame">${picture}</div>`
    : html`<a class="frame" href="${image.href}">${picture}</a>`;
}

/** The image and its boxes, for whatever frame is around them. @param alt empty where the words beside it say it */
export function renderFrame(
  step: TraceStep,
  { src, alt }: { readonly src: string; readonly alt: string },
): Html {
  const { width_px: width, height_px: height } = step;
  const boxes = boxesOf(step.program.calls, step);
  const image = src.startsWith('#')
    ? renderFromSheet(step, { src, alt })
    : html`<img src="${src}" alt="${alt}" width="${width}" height="${height}" loading="lazy">`;
  return html`${image}${boxes.length > 0 && renderBoxes(boxes, width, height)}`;
}

/** An image of the sheet, in place of an `img`. */
function renderFromSheet(
  { width_px: width, height_px: height }: TraceStep,
  { src, alt }: { readonly src: string; readonly alt: string },
): Html {
  const said = alt === '' ? html`aria-hidden="true"` : html`role="img" aria-label="${alt}"`;
  return html`<svg class="picture" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" preserveAspectRatio="xMidYMin" ${said}><use href="${src}" width="${width}" height="${height}"/></svg>`;
}

/**
 * The images of a file, each once however often it is shown: pages without scripts have no other way to show one at two sizes. Data
 * URLs by id.
 */
export function renderPictureSheet(images: ReadonlyMap<string, string>): Html {
  return html`<svg class="sheet" width="0" height="0" aria-hidden="true"><defs>${[...images].map(
    ([id, url]) =>
      html`<symbol id="${id}" viewBox="0 0 1 1" preserveAspectRatio="none"><image href="${url}" width="1" height="1" preserveAspectRatio="none"/></symbol>`,
  )}</defs></svg>`;
}

/** Drawn with attributes of SVG, because the content security policy forbids styles in elements. */
function renderBoxes(boxes: readonly CallBox[], width: number, height: number): Html {
  return html`<svg class="boxes" viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" aria-hidden="true">${boxes.map(
    (box) => renderBox(box, width),
  )}</svg>`;
}

function renderBox({ number, x, y, width, height }: CallBox, viewportWidth: number): Html {
  const size = viewportWidth / 45;
  const labelX = Math.min(x + width, viewportWidth - size / 2);
  const labelY = Math.max(y, size / 2);
  return html`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="4"/><circle cx="${labelX}" cy="${labelY}" r="${size / 2}"/><text x="${labelX}" y="${labelY}" font-size="${size * 0.7}" text-anchor="middle" dominant-baseline="central">${number}</text>`;
}
