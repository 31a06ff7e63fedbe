import { describe, expect, test } from '@jest/globals';
import { InvalidFleetError, settleFleet } from '../../../lib/cdk/handlers/settle-fleet.ts';
import type { SettleStep } from '../../../lib/contract/item-step.ts';

const SETTINGS = {
  runtimeArn: 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/shop-a1b2c3d4e5',
  qualifier: 'live',
  definitionName: 'shop',
  artifactBucket: 'shop-artifacts',
  buckets: ['shop-uploads'],
  concurrency: 20,
  toleratedFailurePercentage: 10,
};
const EXECUTION = {
  id: 'arn:aws:states:us-east-1:123456789012:execution:shop:nightly',
  startedAt: '2026-03-01T00:00:00.000Z',
};

const settle = (input: unknown) =>
  settleFleet({ input: input as SettleStep['input'], execution: EXECUTION }, SETTINGS);

function refusalOf(input: unknown): InvalidFleetError {
  try {
    settle(input);
  } catch (error) {
    if (error instanceof InvalidFleetError) return error;
  }
  throw new Error('It was taken.');
}

describe('what a fleet is started with', () => {
  test('needs to say where its items are, and the rest is as it was deployed', () => {
    expect(settle({ items: { key: 'in/items.jsonl' } })).toEqual({
      fleet: `${EXECUTION.id}@${EXECUTION.startedAt}`,
      format: 'jsonl',
      bucket: 'shop-artifacts',
      key: 'in/items.jsonl',
      concurrency: 20,
      toleratedFailurePercentage: 10,
    });
  });

  test.each([
    ['in/items.csv', 'csv'],
    ['in/items.NDJSON', 'jsonl'],
    ['in/items.json', 'json'],
    ['in/items', 'jsonl'],
  ])('takes the format from the end of the key: %s', (key, format) => {
    expect(settle({ items: { key } }).format).toBe(format);
  });

  test('may say all of it', () => {
    const items = { format: 'objects', bucket: 'shop-uploads', key: 'invoices/' };

    expect(settle({ items, concurrency: 1, toleratedFailurePercentage: 0 })).toMatchObject({
      ...items,
      concurrency: 1,
      toleratedFailurePercentage: 0,
    });
    expect(settle({ items, concurrency: 10_000, toleratedFailurePercentage: 99.5 })).toMatchObject({
      concurrency: 10_000,
      toleratedFailurePercentage: 99.5,
    });
  });

  test.each<readonly [unknown, string]>([
    [null, 'input is not an object: null'],
    [[], 'input is not an object: []'],
    [{}, 'input.items is missing: nothing (allowed: { "items"'],
    [{ items: 'items.jsonl' }, 'input.items is not an object: "items.jsonl"'],
    [{ items: {} }, 'input.items.key is missing: nothing (allowed: a text of 1 to 1024 bytes'],
    [{ items: { key: '' } }, 'input.items.key is not a key of an object: ""'],
    [{ items: { key: 'ä'.repeat(513) } }, 'input.items.key is not a key of an object'],
    [{ items: { key: 's3://shop-uploads/a.csv' } }, 'fix: write the name of the bucket in "bucket"'],
    [
      { items: { key: 'a', format: 'JsonL' } },
      'allowed: jsonl, csv, json, objects; fix: did you mean "jsonl"?',
    ],
    [{ items: { key: 'a', format: 7 } }, 'input.items.format is not known: 7'],
    [
      { items: { key: 'a', bucket: 'shop-upload' } },
      'is none that this fleet may read: "shop-upload" (allowed: shop-artifacts, shop-uploads; fix: did you mean "shop-uploads"?)',
    ],
    [
      { items: { key: 'a', bucket: 'elsewhere' } },
      'or deploy the fleet of "shop" with this one in itemBuckets',
    ],
    [{ items: { key: 'a', bucket: 7 } }, 'input.items.bucket is not the name of a bucket: 7'],
    [{ items: { key: 'a', prefix: 'b' } }, 'input.items.prefix is not a known key'],
    [
      { items: { key: 'a' }, concurency: 8 },
      'input.concurency is not a known key: "concurency" (allowed: items, concurrency, toleratedFailurePercentage; fix: did you mean "concurrency"?)',
    ],
    [
      { items: { key: 'a' }, concurrency: '8' },
      'input.concurrency is out of range: "8" (allowed: a whole number from 1 to 10000; fix: write 8, without quotes)',
    ],
    [{ items: { key: 'a' }, concurrency: 0 }, 'input.concurrency is out of range: 0'],
    [{ items: { key: 'a' }, concurrency: 10_001 }, 'input.concurrency is out of range: 10001'],
    [{ items: { key: 'a' }, concurrency: 1.5 }, 'input.concurrency is out of range: 1.5'],
    [{ items: { key: 'a' }, concurrency: null }, 'input.concurrency is out of range: null'],
    [
      { items: { key: 'a' }, toleratedFailurePercentage: 101 },
      'input.toleratedFailurePercentage is out of range: 101 (allowed: a number from 0 to 100',
    ],
    [
      { items: { key: 'a' }, toleratedFailurePercentage: -1 },
      'input.toleratedFailurePercentage is out of range: -1',
    ],
  ])('is not %j', (input, said) => {
    const { name, message } = refusalOf(input);

    expect(name).toBe('InvalidFleet');
    expect(message).toContain(said);
  });

  test('is not what a fleet has written: it would start itself for ever', () => {
    for (const file of ['manifest.json', 'SUCCEEDED_0.jsonl', 'FAILED_0.jsonl'])
      expect(refusalOf({ items: { key: `shop/fleets/nightly/results/8a1f/${file}` } }).message).toContain(
        'input.items.key is what a fleet has written about its items',
      );
    expect(settle({ items: { key: 'shop/fleets/nightly/items.jsonl' } }).key).toContain('items.jsonl');
    expect(settle({ items: { key: 'a/fleets/b/results/c.csv', bucket: 'shop-uploads' } }).bucket).toBe(
      'shop-uploads',
    );
  });

  test('hears of all that is wrong at once', () => {
    const { message } = refusalOf({
      items: { format: 'xml', bucket: 'b', kay: 'a' },
      concurrency: -1,
      at: 'once',
    });

    expect(message).toMatch(/^The input of the fleet has 6 problems:\n {2}1\. /);
  });
});
