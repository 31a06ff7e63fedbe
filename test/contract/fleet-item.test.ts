import { describe, expect, test } from '@jest/globals';
import {
  itemInKey,
  itemInvocationId,
  itemKey,
  itemOf,
  itemSessionId,
  wrappedItem,
} from '../../lib/contract/fleet-item.ts';
import { recordKey, sessionInId } from '../../lib/contract/invocation-record.ts';
import { itemWords } from '../../lib/contract/item-words.ts';

const fleet = 'arn:aws:states:us-east-1:123456789012:execution:orders:monday@2026-11-01T00:00:00Z';
const place = { fleet, index: 3, format: 'jsonl', bucket: 'b' } as const;

describe('what a line, a row or an entry of a list means', () => {
  test('it is the payload of a run, named by its place, or by itself', () => {
    expect(itemOf({ order: 7 }, place)).toEqual({
      key: `${fleet}#3`,
      index: 3,
      itemId: undefined,
      payload: { order: 7 },
    });
    expect(itemOf({ itemId: 'order-7' }, place)).toEqual({
      key: `${fleet}#id:order-7`,
      index: 3,
      itemId: 'order-7',
      payload: { itemId: 'order-7' },
    });
  });

  test('a name that looks like a place is another item', () => {
    expect(itemKey({ fleet, index: 0, itemId: '3' })).not.toBe(itemKey({ fleet, index: 3 }));
  });

  test('an object of a bucket is a payload that says where it is; what S3 says of it is no name', () => {
    const listed = {
      Key: 'in/1.pdf',
      Size: 3,
      Etag: '"e"',
      LastModified: 1_700_000_000,
      StorageClass: 'STANDARD',
    };
    expect(itemOf(listed, { ...place, format: 'objects' })).toMatchObject({
      key: `${fleet}#3`,
      payload: { bucket: 'b', key: 'in/1.pdf', size: 3, etag: '"e"', lastModified: 1_700_000_000 },
    });
    expect(() => itemOf({ Size: 3 }, { ...place, format: 'objects' })).toThrow(/no object of a list of S3/);
  });

  test('an item of an earlier fleet keeps its key', () => {
    const item = itemOf({ itemId: 'a' }, place);
    const again = JSON.parse(JSON.stringify(wrappedItem(item)));
    expect(itemOf(again, { ...place, fleet: 'other', index: 0 })).toEqual(item);
  });

  test.each([
    ['a text', 'x', /it is not an object/],
    ['a list', [1], /it is not an object/],
    ['half of a sign in its name', { itemId: 'a\ud83d' }, /itemId is not a text/],
    ['a wrapped item without a key', wrappedItem({ key: '', index: 0, payload: {} }), /fleet redrive/],
    ['a wrapped item at no place', wrappedItem({ key: 'k', index: -1, payload: {} }), /fleet redrive/],
    ['a wrapped item at half a place', wrappedItem({ key: 'k', index: 0.5, payload: {} }), /fleet redrive/],
    [
      'an item that is wrapped twice',
      wrappedItem({ key: 'k', index: 0, payload: wrappedItem({ key: 'k', index: 0, payload: {} }) }),
      /fleet redrive/,
    ],
    ['an empty name', { itemId: '' }, /itemId is not a text of 1 to 256/],
    ['a number for a name', { itemId: 7 }, /itemId is not a text/],
    ['a long name', { itemId: 'x'.repeat(257) }, /itemId is not a text/],
    ['half an earlier item', { novaActItem: { key: 'k' } }, /not what "fleet redrive" has written/],
  ])('%s is refused as InvalidItem', (_, value, message) => {
    expect(() => itemOf(value, place)).toThrow(
      expect.objectContaining({ name: 'InvalidItem', message: expect.stringMatching(message) }),
    );
  });
});

test('a key alone decides the session, the invocation and the place of the record, in the forms that AgentCore and records take', () => {
  const [one, other] = [itemKey({ fleet, index: 0 }), itemKey({ fleet, index: 1 })];
  expect(itemSessionId(one)).toMatch(/^[a-z0-9-]{33,256}$/);
  expect(itemSessionId(one)).toBe(itemSessionId(one));
  expect(itemSessionId(one)).not.toBe(itemSessionId(other));
  const id = itemInvocationId(one);
  expect(sessionInId(id)).toBe(itemSessionId(one));
  expect(recordKey(id, itemSessionId(one))).toMatch(
    /^invocations\/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.json$/,
  );
  expect(id).not.toBe(itemInvocationId(other));
});

describe('what a key says of its item', () => {
  const local = 'local:price-check:monday@2026-11-01T00:00:00.000Z';

  test.each([
    ['its place', { fleet, index: 17 }, { fleet: 'monday', index: 17 }],
    ['its name', { fleet, index: 17, itemId: 'order-7' }, { fleet: 'monday', itemId: 'order-7' }],
    [
      'a name with all signs of keys',
      { fleet, index: 1, itemId: 'a#id:b@2\n#3' },
      { itemId: 'a#id:b@2\n#3' },
    ],
    ['a fleet of local AWS', { fleet: local, index: 0 }, { fleet: 'monday', index: 0 }],
    ['a fleet with @ in its name', { fleet: 'x:y@z@2026-11-01T00:00:00Z', index: 0 }, { fleet: 'y@z' }],
  ])('%s', (_, item, expected) => {
    expect(itemInKey(itemKey(item))).toMatchObject(expected);
  });

  test.each(['', 'x', `${fleet}#`, `${fleet}#id:`, `${fleet}#x`, 'monday#3'])('nothing: %j', (key) => {
    expect(itemInKey(key)).toBeUndefined();
  });

  test('in words, with its attempts when there were several', () => {
    const key = itemKey({ fleet, index: 17 });
    expect(itemWords({ key, attempts: 1 })).toBe('item 17 of monday');
    expect(itemWords({ key, attempts: 2 })).toBe('item 17 of monday, attempt 2');
    const named = itemKey({ fleet, index: 17, itemId: '3' });
    expect(itemWords({ key: named, attempts: 1 })).toBe('item "3" of monday');
    expect(itemWords({ key: 'of others', attempts: 2 })).toBe('item of others, attempt 2');
  });
});
