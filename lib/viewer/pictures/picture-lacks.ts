import { countOf } from '../../report/format.ts';
import type { ReportPictures } from './report-pictures.ts';

/** Why steps have no picture though there was one: all reasons. */
export const PICTURE_LACKS = ['broken', 'noRoom', 'noBrowser', 'late', 'gone'] as const;
export type PictureLack = (typeof PICTURE_LACKS)[number];

/** In place of the picture of a step. */
export function lackInWords(lack: PictureLack): string {
  return WORDS[lack].step;
}

/** What is missing in a file, for its head: one sentence for each reason. */
export function lacksOf(pictures: Pick<ReportPictures, 'count'>): readonly string[] {
  return PICTURE_LACKS.flatMap((lack) => {
    const count = pictures.count(lack);
    return count === 0 ? [] : [`${countOf(count, 'screenshot')} ${WORDS[lack].file}`];
  });
}

const WORDS: Readonly<Record<PictureLack, { readonly step: string; readonly file: string }>> = {
  broken: {
    step: 'The screenshot of this step cannot be read.',
    file: 'cannot be read: what was stored is broken, or no picture.',
  },
  noRoom: {
    step: 'The screenshot was left out, to keep this file small.',
    file: 'left out, to keep this file small enough to be attached: those of ends and beginnings of acts, and of failures, are in it first.',
  },
  noBrowser: {
    step: 'The screenshot was left out: it is large, and no browser was there to make it smaller.',
    file: 'left out: no browser was there to make them smaller.',
  },
  late: {
    step: 'The screenshot was left out: to make it smaller would have taken too long.',
    file: 'left out: to make them smaller would have taken too long. Save the report again when this machine has less to do.',
  },
  gone: {
    step: 'The screenshot of this step is not there any more.',
    file: 'not there any more: somebody has removed them, or they cannot be read.',
  },
};
