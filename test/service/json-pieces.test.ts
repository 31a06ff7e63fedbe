import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { jsonPieces } from '../../lib/service/json-pieces.ts';

const picture = fc
  .tuple(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 0, max: 5000 }))
  .map(([bytes, times]) => Buffer.concat(Array.from({ length: times }, () => bytes)).toString('base64'));
const any = fc.string({ unit: 'binary' });
/** Of what a picture may consist, and what it may not. */
const intruder = fc.oneof(fc.constantFrom('', '\\', '"', '\n', '\0', '=', '-', 'é', '\ud800', '\u2028'), any);

test('the pieces of a text are its JSON', () => {
  fc.assert(
    fc.property(
      any,
      any,
      picture,
      fc.nat(),
      intruder,
      any,
      (before, quoted, base64, where, inside, after) => {
        const at = where % (base64.length + 1);
        const spoilt = base64.slice(0, at) + inside + base64.slice(at);
        for (const text of [
          `{"screenshotBase64":"data:image/jpeg;base64,${base64}","rest":${JSON.stringify(after)}}`,
          `${before};base64,${spoilt}"${after}`,
          `${before};base64,${spoilt}`,
          `${before}"${quoted};base64,`,
        ])
          expect(jsonPieces(text).join('')).toBe(JSON.stringify(text));
      },
    ),
  );
});

test.each([0xd841, 0xd82b, 0xdc2f, 0xd83d])(
  'half a pair is escaped, whatever its lower byte says: %i',
  (unit) => {
    const text = `data:image/jpeg;base64,AAA${String.fromCharCode(unit)}" and more`;

    expect(jsonPieces(text).join('')).toBe(JSON.stringify(text));
  },
);

test('a picture of a megabyte is a piece of its own, with what it is of as another', () => {
  const base64 = Buffer.alloc(1_000_000, 'picture').toString('base64');
  const text = JSON.stringify({
    screenshotBase64: `data:image/jpeg;base64,${base64}`,
    activeURL: 'https://a.example/',
  });

  const pieces = jsonPieces(text);
  expect(pieces).toHaveLength(3);
  expect(pieces[1]).toBe(base64);
});
