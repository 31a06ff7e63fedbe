import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  boundedValue,
  cutValue,
  lossesIn,
  MAX_RECORDED_BYTES,
  NOT_JSON,
  recordedValue,
} from '../../lib/contract/recorded-value.ts';

const kept = (value: unknown, secrets: readonly string[] = []): unknown =>
  recordedValue(value, secrets).value;

test('a value that is bounded for pages keeps its secrets and has the marks of records', () => {
  expect(boundedValue({ password: 'hunter22' })).toEqual({ password: 'hunter22' });
  const deep: unknown = JSON.parse(`${'['.repeat(20_000)}${']'.repeat(20_000)}`);
  expect(lossesIn(boundedValue(deep))).toEqual([expect.stringContaining('was cut')]);
  expect(lossesIn(deep)).toEqual(['a part of it is nested too deep']);
  expect(JSON.stringify(boundedValue(['x'.repeat(300_000), 1, 2])).length).toBeLessThan(257_000);
});

describe('when a value is put into a record', () => {
  test('it stays as it is when it is small and holds no secret', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        const plain = JSON.parse(JSON.stringify(value).replaceAll('__proto__', 'proto'));
        expect(kept(plain)).toEqual(plain);
        expect(lossesIn(plain)).toEqual([]);
      }),
    );
  });

  test('members with names of secrets lose their values, and whatever else holds these values does, too', () => {
    const { value, secrets } = recordedValue({ login: { apiKey: 'k-123456', pin: null, user: 'ann' } }, []);
    expect(value).toEqual({ login: { apiKey: '[secret]', pin: null, user: 'ann' } });
    expect(kept('the key k-123456 is wrong', secrets)).toBe('the key [secret] is wrong');
  });

  test('such a value may be a number, and stand before its name is read', () => {
    const payload = { echo: 'pin 98765432', again: 98765432, login: { password: 98765432 } };
    expect(kept(payload)).toEqual({
      echo: 'pin [secret]',
      again: '[secret]',
      login: { password: '[secret]' },
    });
  });

  test('secrets of the environment are taken out of texts and of names', () => {
    expect(kept({ 'open sesame': ['say open sesame!'] }, ['open sesame'])).toEqual({
      '[secret]': ['say [secret]!'],
    });
  });

  test.each([
    ['a long text', 'x'.repeat(1_000_000)],
    ['many items', Array.from({ length: 1_000_000 }, (_, index) => index)],
    [
      'many members',
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`member${index}`, 'x'])),
    ],
    ['many long texts', Array.from({ length: 100 }, () => 'ü'.repeat(100_000))],
    ['many levels', JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`)],
  ])('%s are cut, say so, and are still JSON', (_, value) => {
    const json = JSON.stringify(kept(value));
    expect(Buffer.byteLength(json)).toBeLessThan(2 * MAX_RECORDED_BYTES);
    expect(json).toContain('[cut');
    expect(JSON.parse(json)).toBeDefined();
    expect(lossesIn(JSON.parse(json))).not.toEqual([]);
  });

  test('a secret across the cut does not leave its beginning', () => {
    const secret = 'open sesame';
    const value = `${'x'.repeat(MAX_RECORDED_BYTES - 4)}${secret}${'x'.repeat(100)}`;
    expect(kept(value, [secret])).not.toContain('open');
  });
});

test('what a record lacks is named with its place', () => {
  const given = { list: [{ apiKey: 'k-123456' }], 'say k-123456': 'k-123456!' };
  expect(lossesIn(kept(given))).toEqual([
    'list[0].apiKey is secret',
    'the name of say [secret] is secret',
    'say [secret] is secret',
  ]);
  expect(lossesIn(cutValue(1))).toEqual(['all of it was cut']);
  expect(lossesIn(NOT_JSON)).toEqual(['all of it is not JSON']);
});
