import type { ActTrace } from '../../contract/act-trace.ts';
import { imageTypeOf } from '../../viewer/pictures/image-type.ts';
import type { Picture } from '../../viewer/run-source.ts';

/** A trace without its pictures and the text of its pages, and the pictures apart. Pure. */
export function withoutPictures(trace: ActTrace): {
  readonly trace: ActTrace;
  readonly pictures: PicturesOfAct;
} {
  const pictures = new Map<number, Picture | string>();
  const steps = trace.steps.map((step) => {
    const picture = pictureOf(step.image) ?? pictureNameOf(step.image);
    if (picture !== undefined) pictures.set(step.number, picture);
    // Pages ask for it by the step; what cannot be shown is not there.
    return { ...step, image: picture === undefined ? '' : 'picture', simplified_dom: '' };
  });
  return { trace: { ...trace, steps }, pictures };
}

/** Pictures by the numbers of their steps: themselves, or the names of the files beside the trace that have them. */
export type PicturesOfAct = ReadonlyMap<number, Picture | string>;

/** The name of a file with a picture; `undefined` for anything else, such as a path. Pure. */
export function pictureNameOf(image: string): string | undefined {
  return /^\w[\w.-]{0,99}$/.test(image) && imageTypeOf(image) !== undefined ? image : undefined;
}

/** The picture in a data URL; `undefined` for anything that must not be shown as one. Pure. */
export function pictureOf(image: string): Picture | undefined {
  const [, type, data] = DATA_URL.exec(image.slice(0, MAX_HEAD)) ?? [];
  if (type === undefined || data === undefined) return undefined;
  const bytes = Buffer.from(image.slice(image.indexOf(',') + 1), 'base64');
  return bytes.length === 0 ? undefined : { type, bytes };
}

const DATA_URL = /^data:(image\/(?:jpeg|png|webp));base64,(\S)/;
const MAX_HEAD = 40;
