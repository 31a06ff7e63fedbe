import { describe, expect, test } from '@jest/globals';
import {
  bytesInDataUrl,
  byWorth,
  dataUrlBytes,
  MAX_REPORT_BYTES,
  pictureRoom,
  picturesThatFit,
} from '../../../lib/viewer/pictures/picture-budget.ts';

const named = (places: ReturnType<typeof byWorth>): string[] =>
  places.map(({ act, step }) => `${act}.${step}`);

describe('which pictures are taken first', () => {
  test('where an act failed, where acts ended, where they began, the way to the failure, and then the others', () => {
    const acts = [
      { stepCount: 4, isFailed: false },
      { stepCount: 5, isFailed: true },
    ];
    const [failed, ended, ...rest] = named(byWorth(acts));
    expect([failed, ended]).toEqual(['1.4', '0.3']);
    expect(rest.slice(0, 2).sort()).toEqual(['0.0', '1.0']);
    expect(rest.slice(2, 5)).toEqual(['1.3', '1.2', '1.1']);
    expect(rest.slice(5).sort()).toEqual(['0.1', '0.2']);
  });

  test('of many alike, some of all parts of the run', () => {
    const taken = byWorth([{ stepCount: 1002, isFailed: false }]).slice(2, 102);
    const tenths = new Set(taken.map(({ step }) => Math.floor((step - 1) / 100)));
    expect([...tenths].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('each step once, and acts without steps not at all', () => {
    const acts = [
      { stepCount: 0, isFailed: true },
      { stepCount: 1, isFailed: false },
      { stepCount: 2, isFailed: false },
    ];
    expect(named(byWorth(acts)).sort()).toEqual(['1.0', '2.0', '2.1']);
  });
});

describe('how much room there is', () => {
  test('what the text leaves of 2 MB, and never nothing', () => {
    expect(MAX_REPORT_BYTES).toBe(2_000_000);
    expect(pictureRoom(300_000)).toBe(1_700_000);
    expect(pictureRoom(5_000_000)).toBe(250_000);
  });

  test('all 75 steps of 15 acts have a picture, and of 1,000 steps those that can be read', () => {
    expect(picturesThatFit(1_700_000)).toBeGreaterThan(75);
    expect(picturesThatFit(1_700_000)).toBeLessThan(1000);
    expect(picturesThatFit(1)).toBe(1);
  });

  test.each([0, 1, 2, 3, 4, 1000])('a data URL of %s bytes is measured as it is', (bytes) => {
    const url = `data:image/webp;base64,${Buffer.alloc(bytes).toString('base64')}`;
    expect(dataUrlBytes(bytes)).toBe(url.length);
    expect(dataUrlBytes(bytesInDataUrl(5000))).toBeLessThanOrEqual(5000);
    expect(bytesInDataUrl(3)).toBe(0);
  });
});
