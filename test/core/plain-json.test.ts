import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { plainJson } from '../../lib/core/plain-json.ts';
import { hostile } from './hostile.ts';

const read = (value: unknown) => plainJson(value, { name: 'result', maxBytes: 1_000_000, maxDepth: 1000 });

describe('what JSON cannot hold is told with its place', () => {
  const circle: { list: object[] } = { list: [{}] };
  circle.list[0] = { back: circle.list };
  let deep: unknown = 1;
  for (let level = 0; level < 50_000; level += 1) deep = [deep];

  test.each<[string, unknown, string]>([
    ['a BigInt', { items: [0, { price: 1n }] }, 'result.items[1].price is a BigInt'],
    ['a function', { 'a b': () => 1 }, 'result["a b"] is a function'],
    ['a symbol', [Symbol('s')], 'result[0] is a symbol'],
    ['not a number', { a: Number.NaN }, 'result.a is NaN'],
    ['infinity', [[-Infinity]], 'result[0][0] is -Infinity'],
    ['a Map', { a: new Map() }, 'result.a is a Map'],
    ['a Set', new Set(), 'result is a Set'],
    ['an error', { e: new TypeError('x') }, 'result.e is an Error'],
    ['a promise', { p: Promise.resolve() }, 'result.p is a Promise: await it'],
    ['bytes', { b: new Uint8Array(2) }, 'result.b is a Uint8Array'],
    [
      'an object whose data is private',
      {
        price: new (class {
          #cents = 950;
          get value(): number {
            return this.#cents;
          }
        })(),
      },
      'result.price is an instance of a class that has no members of its own',
    ],
    ['an invalid date', { d: new Date(Number.NaN) }, 'result.d is an invalid date'],
    ['a circle', circle, 'result.list[0].back is result.list again, so it has no end'],
    ['what lies deep', { deep }, 'lies more than 1000 levels deep'],
    ['a list of billions', { l: new Array(4_000_000_000) }, 'result has more than 1000000 bytes of JSON'],
    ['much text', ['x'.repeat(999_999)], 'result has more than 1000000 bytes of JSON'],
    [
      'a toJSON that throws',
      {
        a: [
          {
            toJSON: () => {
              throw new Error('not me');
            },
          },
        ],
      },
      'result.a[0] cannot be read: not me',
    ],
    ['what toJSON gives', { a: { toJSON: () => ({ b: 1n }) } }, 'result.a.b is a BigInt'],
  ])('%s', (_, value, problem) => {
    expect(read(value)).toEqual({ ok: false, problem: expect.stringContaining(problem) });
  });
});

test('what it lets through is what JSON.stringify makes of it, and its bytes are not more than said', () => {
  fc.assert(
    fc.property(fc.anything({ withDate: true, withNullPrototype: true, withSparseArray: true }), (value) => {
      const expected = JSON.stringify(value);
      const outcome = read(value);
      if (!outcome.ok) return;
      expect(JSON.stringify(outcome.value)).toBe(expected);
      expect(Buffer.byteLength(expected ?? '')).toBeLessThanOrEqual(outcome.mostBytes);
    }),
    { numRuns: 1000 },
  );
});

test('an ordinary value is not copied, and toJSON is called once, also where it gives itself', () => {
  const plain = { a: [1, { b: 'c' }], u: undefined };
  expect(read(plain)).toMatchObject({ ok: true, value: plain });
  let calls = 0;
  const self = {
    a: 1,
    toJSON() {
      calls += 1;
      return this;
    },
  };
  const outcome = read([self, new URL('http://127.0.0.1/')]);
  expect(JSON.stringify(outcome.ok && outcome.value)).toBe('[{"a":1},"http://127.0.0.1/"]');
  expect(calls).toBe(1);
});

test('values that do not let themselves be read are problems, too', () => {
  fc.assert(
    fc.property(hostile(), (make) => {
      const outcome = read(make());
      if (outcome.ok) JSON.stringify(outcome.value);
    }),
    { numRuns: 1000 },
  );
});
