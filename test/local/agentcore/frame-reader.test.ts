import { describe, expect, test } from '@jest/globals';
import { closeFrame, FrameReader } from '../../../lib/local/agentcore/frame-reader.ts';

/** A frame of text, as a server or (masked) a client sends it. */
function frame(length: number, isMasked: boolean): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const payload = Buffer.alloc(length + (isMasked ? 4 : 0), 0x88);
  if (length < 126) return Buffer.concat([Buffer.from([0x81, mask | length]), payload]);
  const header = Buffer.alloc(length < 65_536 ? 4 : 10);
  header.set([0x81, mask | (length < 65_536 ? 126 : 127)]);
  if (length < 65_536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([header, payload]);
}

describe('when frames come in pieces', () => {
  test.each([
    [0, false],
    [1, true],
    [125, false],
    [126, true],
    [300, false],
    [70_000, true],
  ])('the end of one of %i bytes (masked: %s) is found, wherever it is cut', (length, isMasked) => {
    const bytes = frame(length, isMasked);
    for (let cut = 1; cut < Math.min(bytes.length, 16); cut += 1) {
      const reader = new FrameReader();
      reader.read(bytes.subarray(0, cut));
      expect(reader.isBetweenFrames).toBe(false);
      reader.read(bytes.subarray(cut));
      expect(reader).toMatchObject({ isBetweenFrames: true, hasClosed: false });
      reader.read(Buffer.concat([bytes, closeFrame(1000, '')]));
      expect(reader).toMatchObject({ isBetweenFrames: true, hasClosed: true });
    }
  });
});

describe('when a close frame is made', () => {
  test('a reason that is too long is cut between characters', () => {
    const made = closeFrame(1011, 'ü'.repeat(100));
    expect([...made.subarray(0, 4)]).toEqual([0x88, 124, 0x03, 0xf3]);
    expect(made.subarray(4).toString('utf8')).toBe('ü'.repeat(61));
  });
});
