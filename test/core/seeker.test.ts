import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { hider, seeker } from '../../lib/core/hide.ts';

const values = [
  { text: 'tr0ub4dor&3 "x"' },
  { text: 'Grüße\\n99' },
  { text: 'hör"mal<zu', isTyped: true },
  { text: 'ΑΣ ΟΔΟΣ' },
  { text: '4711', isNumber: true },
];
const seek = seeker(values);
const sure = '§sure§';
const hideAll = hider([...values, { text: sure, isPlain: true }], '#');
/** Letter by letter, whatever the text: there is something to hide behind it. */
const hide = (text: string): string => hideAll(`${text}\n${sure}`).replace(/\n#$/, '');

test.each([
  'It is tr0ub4dor&3 "x".',
  'tr0ub4dor%263%20%22x%22',
  'TR0UB4DOR%25263+\\"x\\"',
  'tr0ub4dor&amp;3 &#34;x&quot;',
  JSON.stringify({ a: JSON.stringify('tr0ub4dor&3 "x"') }),
  'a \\u0074r0ub4dor\\u00263 \\u0022x\\u0022 b',
  `Basic ${Buffer.from('user:tr0ub4dor&3 "x"').toString('base64')}`,
  'gr%C3%BC%C3%9fe\\\\n99',
  'x 4711 y',
  'ΑΣ ΟΔΟΣΑ',
  'gr%FC%DFe\\\\n99',
  'gr\ufffd\ufffde\\\\n99',
  'value="hör&quot;m"',
  '{"a":"hör\\"ma"}',
  'p=h%C3%B6r%22mal%3C&b',
])('a value that is hidden in %j is found there', (text) => {
  expect(hide(text)).toContain('#');
  expect(seek(text)).toBe(true);
});

test('where it finds nothing, nothing is hidden', () => {
  expect(seek('tr0ub4dor and 99 bottles, hör" mal, unerhör"ma')).toBe(false);
  const escapes = [encodeURIComponent, JSON.stringify, (text: string) => text.toUpperCase(), btoaOf];
  const pieces = fc.oneof(
    fc.constantFrom('\\', '%', '&', '+', ' ', 'u0074', '25', 'amp;', '"', 'é'),
    fc.string({ maxLength: 6 }),
    fc.constantFrom('hör"', 'hör"mal<', '"', '<'),
    fc
      .tuple(fc.constantFrom(...values), fc.array(fc.constantFrom(...escapes), { maxLength: 3 }))
      .map(([{ text }, how]) => how.reduce((so, far) => far(so), text)),
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 8 }), (parts) => {
      const text = parts.join('');
      if (!seek(text)) expect(hide(text)).toBe(text);
    }),
    { numRuns: 1000 },
  );
});

test.each([
  ['has none', '', ''],
  ['has one', 'TR0UB4DOR%263+%22x%22', '#'],
])('a text of megabytes that %s takes no seconds', (_, one, hidden) => {
  const text = 'x'.repeat(4_000_000);
  const beganAtMs = performance.now();

  expect(hider(values, '#')(`${text} ${one} ${text}`)).toBe(`${text} ${hidden} ${text}`);

  expect(performance.now() - beganAtMs).toBeLessThan(1000);
});

function btoaOf(text: string): string {
  return Buffer.from(text).toString('base64');
}
