import { expect, test } from '@jest/globals';
import { FrameAssembler } from '../../../../../lib/desk/page/client/take-over/frame-assembler.ts';

const part = (frame: number, index: number, data: string) =>
  ({ type: 'frame', frame, part: index, parts: 3, data, width: 10, height: 5 }) as const;

test('parts become a picture with the last of them', () => {
  const frames = new FrameAssembler();
  expect(frames.add(part(1, 0, 'a'))).toBeUndefined();
  expect(frames.add(part(1, 1, 'b'))).toBeUndefined();
  expect(frames.add(part(1, 2, 'c'))).toEqual({ frame: 1, base64: 'abc', size: { width: 10, height: 5 } });
});

test('a picture without one of its parts is left out, and the next one is whole', () => {
  const frames = new FrameAssembler();
  const got = [part(1, 0, 'a'), part(1, 2, 'c'), part(2, 0, 'x'), part(2, 1, 'y'), part(2, 2, 'z')].map(
    (each) => frames.add(each),
  );
  expect(got.slice(0, 4)).toEqual([undefined, undefined, undefined, undefined]);
  expect(got[4]?.base64).toBe('xyz');
});
