import { expect, test } from '@jest/globals';
import { cborOfTexts } from '../../../lib/local/wire/cbor-texts.ts';

test('texts become a map of CBOR, short and long', () => {
  // RFC 8949, appendix A, has {"a": "A", …} as a5 61 61 61 41 …
  expect(cborOfTexts({ a: 'A', b: 'ü' }).toString('hex')).toBe('a2' + '61616141' + '616262c3bc');
  const long = cborOfTexts({ a: 'x'.repeat(300) });
  expect(long.subarray(0, 8).toString('hex')).toBe('a1' + '6161' + '7a0000012c');
  expect(long).toHaveLength(308);
});
