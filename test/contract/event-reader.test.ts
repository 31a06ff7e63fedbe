import { expect, test } from '@jest/globals';
import { EventReader } from '../../lib/contract/event-reader.ts';

test('an event of 20 MB in small pieces is read in a time that grows with its length', () => {
  const reader = new EventReader({ onProgress: () => {} });
  const result = 'x'.repeat(20_000_000);
  const bytes = Buffer.from(`event: result\r\ndata: ${JSON.stringify({ type: 'result', result })}\r\n\r\n`);
  const started = performance.now();
  for (let at = 0; at < bytes.length; at += 1_000) reader.read(bytes.subarray(at, at + 1_000));
  expect(reader.end()).toEqual({ result });
  expect(performance.now() - started).toBeLessThan(3000);
});
