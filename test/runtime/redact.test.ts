import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rememberPayload, withoutPayloads } from '../../lib/runtime/redact.ts';

const ways: Readonly<Record<string, (text: string) => string>> = {
  plainly: (text) => text,
  'in capitals': (text) =>
    text.toUpperCase().toLowerCase() === text.toLowerCase() ? text.toUpperCase() : text,
  'as a JSON text': (text) => JSON.stringify(text),
  'as a JSON text in a JSON text': (text) => JSON.stringify(JSON.stringify(text)),
  'in a URL': (text) => encodeURIComponent(text),
  'in a form': (text) => new URLSearchParams({ a: text }).toString(),
  'in HTML': (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
  'in base64': (text) => Buffer.from(text).toString('base64'),
  'in base64 for URLs, with others': (text) => Buffer.from(`user:${text}!`).toString('base64url'),
};

/** Of nothing but spaces and backslashes little is left when it is escaped, and nothing that anybody would look for. */
const someText = fc
  .string({ unit: 'grapheme-ascii', minLength: 10, maxLength: 40 })
  .filter((text) => (text.match(/\w/g) ?? []).length >= 4);

describe('a value of the payload is taken out of a text where it stands', () => {
  test.each(Object.entries(ways))('%s', (_, write) => {
    fc.assert(
      fc.property(someText, (value) => {
        const hide = rememberPayload({ list: [{ value }] });
        const hidden = hide(`before ${write(value)} after`);
        expect(hidden).toContain('[payload]');
        expect(hidden).not.toContain(write(value));
      }),
      { numRuns: 50 },
    );
  });

  test('as a number, and not within another number', () => {
    const hide = rememberPayload({ card: 41111, price: -12.345, small: 12 });
    expect(hide('card 41111, 411112, 12 at -12.345')).toBe('card [payload], 411112, 12 at [payload]');
  });

  test('as a plain word, and not within another one', () => {
    const hide = rememberPayload({ mode: 'cover' });
    expect(hide('"b" is covered by "Cover", in /cover?a=%20cover')).toBe(
      '"b" is covered by "[payload]", in /[payload]?a=%20[payload]',
    );
  });

  test('anywhere, when its name is that of a secret', () => {
    const hide = rememberPayload({ mode: 'sesame', login: { password: ['sesame'] } });
    expect(hide('no xsesamex')).toBe('no x[payload]x');
  });

  test('as it was before the workflow changed it', () => {
    const payload: { secret?: string } = { secret: 'hunter22' };
    const hide = rememberPayload(payload);
    delete payload.secret;
    expect(hide('hunter22')).toBe('[payload]');
    expect(withoutPayloads('HUNTER22')).toBe('[payload]');
  });

  test('when it is long, with all that follows', () => {
    const hide = rememberPayload([`begin${'x'.repeat(5000)}end`]);
    expect(hide(`bad input: begin${'x'.repeat(5000)}end`)).toBe('bad input: [payload]');
  });

  test('and a large payload takes no time', () => {
    const payload = Array.from({ length: 400_000 }, (_, index) => `value ${index}`);
    const started = performance.now();
    rememberPayload(payload)('an error '.repeat(1000));
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
