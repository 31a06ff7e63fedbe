import { describe, expect, test } from '@jest/globals';
import { PictureFlow } from '../../../lib/browser/remote/picture-flow.ts';
import { PictureLevels } from '../../../lib/browser/remote/picture-level.ts';
import { pictureParts } from '../../../lib/browser/remote/picture-parts.ts';
import { MAX_MESSAGE_BYTES } from '../../../lib/contract/take-over.ts';

test.each([0, 1, 30_719, 30_720, 30_721, 500_000])(
  'a picture of %d letters is sent whole, in messages that may be sent',
  (length) => {
    const base64 = Array.from({ length }, (_, index) => 'abcdefg'[index % 7]).join('');
    const messages = pictureParts({
      frame: Number.MAX_SAFE_INTEGER,
      base64,
      width: 1234.567890123,
      height: 1234.567890123,
    }).map((part) => JSON.stringify(part));
    for (const message of messages) expect(Buffer.byteLength(message)).toBeLessThanOrEqual(MAX_MESSAGE_BYTES);
    const parts = messages.map((message) => JSON.parse(message));
    expect(parts.map(({ data }) => data).join('')).toBe(base64);
    expect(parts.map(({ part }) => part)).toEqual(parts.map((_, index) => index));
    expect(parts.every((part) => part.parts === parts.length)).toBe(true);
  },
);

describe('the flow of pictures', () => {
  function flow() {
    const sent: string[] = [];
    const done: string[] = [];
    const pictures = new PictureFlow<{ name: string; done: () => void }>(({ name }, frame) =>
      sent.push(`${name}${frame}`),
    );
    const made = (name: string): void => pictures.made({ name, done: () => done.push(name) }, 0);
    return { pictures, sent, done, made };
  }

  test('two are under way at most, and the newest of the others is next', () => {
    const { pictures, sent, done, made } = flow();
    for (const name of ['a', 'b', 'c', 'd']) made(name);
    expect(sent).toEqual(['a1', 'b2']);
    expect(done).toEqual(['c']);
    pictures.shown(1, 0);
    expect(sent).toEqual(['a1', 'b2', 'd3']);
    expect(done).toEqual(['c', 'a']);
  });

  test('whoever sees one sees those before', () => {
    const { pictures, done, made } = flow();
    for (const name of ['a', 'b']) made(name);
    expect(pictures.shown(2, 70)).toBe(70);
    expect(done).toEqual(['a', 'b']);
    expect(pictures.shown(1, 80)).toBeUndefined();
  });

  test('a picture that was never sent cannot be seen', () => {
    const { pictures, done, made } = flow();
    made('a');
    expect(pictures.shown(2, 0)).toBeUndefined();
    expect(done).toEqual([]);
  });

  test('the person may be behind after two at a time, which is said once when nothing is under way', () => {
    const { pictures, made } = flow();
    made('a');
    pictures.shown(1, 0);
    expect(pictures.takeBehind()).toBe(false);
    for (const name of ['b', 'c']) made(name);
    expect(pictures.takeBehind()).toBe(false);
    pictures.shown(3, 0);
    expect(pictures.takeBehind()).toBe(true);
    expect(pictures.takeBehind()).toBe(false);
  });
});

test('pictures get smaller when they come late, and better when many come soon', () => {
  const levels = new PictureLevels();
  const { quality } = levels.level;
  expect(levels.seen(1500)).toBe(true);
  expect(levels.level.quality).toBeLessThan(quality);
  expect(levels.seen(1500)).toBe(false);
  for (let i = 0; i < 7; i += 1) expect(levels.seen(50)).toBe(false);
  expect(levels.seen(50)).toBe(true);
  expect(levels.level.quality).toBe(quality);
  expect(levels.seen(400)).toBe(false);
});
