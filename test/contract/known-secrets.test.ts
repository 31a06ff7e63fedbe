import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { KnownSecrets } from '../../lib/contract/known-secrets.ts';

function knowing(...texts: string[]): KnownSecrets {
  const secrets = new KnownSecrets();
  for (const text of texts) secrets.add(text, 'SHOP_ARN');
  return secrets;
}

describe('a secret that is known', () => {
  const secrets = knowing('tr0ub4dor&3');

  test.each([
    ['as it is', 'it is tr0ub4dor&3.', 'it is [secret].'],
    ['in a URL', '?p=tr0ub4dor%263', '?p=[secret]'],
    ['in base64', Buffer.from('tr0ub4dor&3').toString('base64').slice(0, 14), '[secret]'],
    ['in HTML', 'tr0ub4dor&amp;3', '[secret]'],
    ['not at all', 'tr0ub4dor', 'tr0ub4dor'],
  ])('is hidden %s', (_, text, hidden) => {
    expect(secrets.hideIn(text)).toBe(hidden);
    expect(secrets.nameIn(text)).toBe(text === hidden ? undefined : 'SHOP_ARN');
  });

  test('is hidden in values of JSON; a value without it stays the same object', () => {
    expect(secrets.hideInValue({ a: ['x', 'tr0ub4dor&3'], b: 1 })).toEqual({ a: ['x', '[secret]'], b: 1 });
    const other = { a: ['x'], b: { c: null } };
    expect(secrets.hideInValue(other)).toBe(other);
    expect(knowing('12345678').hideInValue({ pin: 12_345_678 })).toEqual({ pin: '[secret]' });
  });

  test('is hidden in errors and what lies below them, which stay the same objects', () => {
    const cause = new AggregateError([new Error('deep tr0ub4dor&3')], 'x');
    const error = Object.freeze(new TypeError('fill("tr0ub4dor&3")', { cause }));
    const outer = new Error('tr0ub4dor&3', { cause });
    for (const thrown of [
      error,
      outer,
      new Proxy(
        {},
        {
          get: () => {
            throw new Error('no');
          },
        },
      ),
    ])
      secrets.hideInError(thrown);
    expect([outer.message, outer.stack, cause.errors[0].message].join()).not.toMatch('tr0ub4dor');
    expect(outer.cause).toBe(cause);
  });

  test('is hidden wherever else it is in what was thrown; frozen errors and texts are copied', () => {
    const shared = { body: { text: 'tr0ub4dor&3' }, self: {} };
    shared.self = shared;
    const suppressed = Object.assign(new Error('closing'), { response: shared, list: ['tr0ub4dor&3'] });
    const error = Object.assign(new Error('x', { cause: 'for tr0ub4dor&3' }), {
      error: Object.freeze(new TypeError('first tr0ub4dor&3')),
      suppressed,
      rawResponse: 'tr0ub4dor&3',
      errors: ['tr0ub4dor&3', new Error('tr0ub4dor&3')],
    });
    expect(secrets.hideInError(error)).toBe(error);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch('tr0ub4dor');
    expect(error.error).toBeInstanceOf(TypeError);
    expect(error.suppressed).toBe(suppressed);
    expect([shared.body.text, suppressed.response.self]).toEqual(['tr0ub4dor&3', suppressed.response]);
    expect(secrets.hideInError('user tr0ub4dor&3')).toBe('user [secret]');
  });
});

describe('short secrets', () => {
  test('below 4 characters are not hidden, as their callers learn', () => {
    const secrets = new KnownSecrets();
    expect(secrets.add('123', 'PIN_ARN')).toBe(false);
    expect(secrets.hideIn('at 123')).toBe('at 123');
  });

  test('below 8 are hidden as whole words and numbers', () => {
    const secrets = knowing('1234', 'mars');
    expect(secrets.hideIn('1234, 12345, mars, marsh, "Mars"')).toBe(
      '[secret], 12345, [secret], marsh, "[secret]"',
    );
  });
});

test('lines of a secret of several lines are hidden one by one, too', () => {
  expect(knowing('-----BEGIN\nMIIEvQIBADANBg\nshort').hideIn('key: MIIEvQIBADANBg short')).toBe(
    'key: [secret] short',
  );
});

test('what opens nothing any more may be forgotten, and the others stay hidden', () => {
  const secrets = new KnownSecrets();
  secrets.add('first-token-of-a-link', 'link');
  secrets.add('second-token-of-a-link', 'link');

  secrets.forget('first-token-of-a-link');

  expect(secrets.hideIn('first-token-of-a-link second-token-of-a-link')).toBe(
    'first-token-of-a-link [secret]',
  );
});
