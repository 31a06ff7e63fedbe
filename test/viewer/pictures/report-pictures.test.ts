import { describe, expect, test } from '@jest/globals';
import { localBrowser } from '../../../lib/browser/index.ts';
import { PictureScaler } from '../../../lib/viewer/pictures/picture-scaler.ts';
import { type ReportPictures, reportPictures } from '../../../lib/viewer/pictures/report-pictures.ts';
import type { Picture } from '../../../lib/viewer/run-source.ts';
import { PIXEL } from '../sample-store.ts';

/** A machine that has no browser where one is looked for. */
const startScaler: typeof PictureScaler.start = async ({ signal }) =>
  PictureScaler.start({
    signal,
    browser: { kind: 'local', open: () => localBrowser({ executablePath: '/no/browser' }).open({ signal }) },
  });

/** A picture of so many bytes, unlike others of another mark. */
function picture(bytes: number, mark: number): Picture {
  const filler = Buffer.alloc(bytes - PIXEL.length, mark);
  return { type: 'image/jpeg', bytes: Buffer.concat([PIXEL, filler]) };
}

/** The pictures of a run with one act, step by step. */
function collect(
  steps: readonly (Picture | undefined | Error)[],
  roomBytes: number,
): Promise<ReportPictures> {
  const place = { definitionName: 'd', runId: 'r', sessionId: 's', actId: 'a' };
  return reportPictures({
    acts: [
      { place, isFailed: false, steps: steps.map((_, index) => ({ number: index + 1, hasPicture: true })) },
    ],
    roomBytes,
    startScaler,
    source: {
      picture: async (_place, number) => {
        const found = steps[number - 1];
        if (found instanceof Error) throw found;
        return found;
      },
    },
  });
}

const lackOf = (pictures: ReportPictures, step: number): unknown => pictures.of({ act: 0, step });

describe('when pictures fit as they are', () => {
  test('they stay so, and the same picture is there once', async () => {
    const pictures = await collect([picture(5000, 1), picture(5000, 2), picture(5000, 1)], 100_000);
    expect(pictures.sheet.size).toBe(2);
    expect(lackOf(pictures, 0)).toEqual(lackOf(pictures, 2));
    expect([...pictures.sheet.values()].map(({ type }) => type)).toEqual(['image/jpeg', 'image/jpeg']);
  });
});

describe('when no browser is there to make them smaller', () => {
  test('those that tell most stay as they are, and the others are left out', async () => {
    const pictures = await collect(
      Array.from({ length: 10 }, (_, mark) => picture(30_000, mark)),
      100_000,
    );
    expect(pictures.sheet.size).toBe(2);
    expect(lackOf(pictures, 9)).toMatchObject({ id: 'picture-1' });
    expect(lackOf(pictures, 0)).toMatchObject({ id: 'picture-2' });
    expect(pictures.count('noBrowser')).toBe(8);
  });
});

describe('when there are more than anybody could see', () => {
  test('only those that are taken are read', async () => {
    let read = 0;
    const place = { definitionName: 'd', runId: 'r', sessionId: 's', actId: 'a' };
    const pictures = await reportPictures({
      acts: [
        {
          place,
          isFailed: true,
          steps: Array.from({ length: 1000 }, (_, index) => ({ number: index + 1, hasPicture: true })),
        },
      ],
      roomBytes: 300_000,
      startScaler,
      source: {
        picture: async (_place, number) => {
          read += 1;
          return picture(2000, number);
        },
      },
    });
    expect(read).toBe(30);
    expect(pictures.count('noRoom')).toBe(970);
    expect(lackOf(pictures, 999)).toMatchObject({ id: 'picture-1' });
  });
});

describe('when a picture is not what it should be', () => {
  test('it is missed, and the others are there', async () => {
    const svg = { type: 'image/png', bytes: Buffer.from('<svg onload="alert(1)"/>') };
    const pictures = await collect([svg, undefined, new Error('denied'), picture(5000, 1)], 100_000);
    expect(lackOf(pictures, 0)).toEqual({ lack: 'broken' });
    expect([pictures.count('gone'), pictures.sheet.size]).toEqual([2, 1]);
  });
});
