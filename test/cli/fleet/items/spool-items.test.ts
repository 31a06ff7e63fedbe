import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spoolItems } from '../../../../lib/cli/fleet/items/spool-items.ts';
import { MAX_ITEM_BYTES } from '../../../../lib/contract/fleet-input.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'items-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Reads a list. @returns its items, or what is wrong with it */
async function read(file: string, text: string, format?: string): Promise<readonly unknown[] | string> {
  const isStdin = file === '-';
  if (!isStdin) writeFileSync(path.join(directory, file), text);
  try {
    using items = await spoolItems({
      ...{ file, format, directory, stdin: () => Readable.from([Buffer.from(text)]) },
      signal: new AbortController().signal,
    });
    return Array.from({ length: items.count }, (_, index) => items.at(index));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a list of items', () => {
  test('is one object a line; empty lines and the mark of UTF-8 do not count', async () => {
    const text = '\ufeff{"city":"Paris"}\r\n\n{"city":"Köln","itemId":"k"}';
    const items = [{ city: 'Paris' }, { city: 'Köln', itemId: 'k' }];
    expect(await read('a.jsonl', text)).toEqual(items);
    expect(await read('a.ndjson', text)).toEqual(items);
    expect(await read('-', text)).toEqual(items);
  });

  test('is a table whose first row has the names; all its values are texts', async () => {
    const text = '\ufeffcity,number\nParis,007\n"Frankfurt, Main",\n"two\nlines",1\n';
    expect(await read('a.csv', text)).toEqual([
      { city: 'Paris', number: '007' },
      { city: 'Frankfurt, Main', number: '' },
      { city: 'two\nlines', number: '1' },
    ]);
  });

  test('is one array', async () => {
    expect(await read('a.json', '[{"city":"Paris"},{"city":"Rome"}]')).toEqual([
      { city: 'Paris' },
      { city: 'Rome' },
    ]);
    expect(await read('-', '[{"city":"Paris"}]', 'json')).toEqual([{ city: 'Paris' }]);
  });
});

describe('a list is refused as a whole, with the places of all that is wrong', () => {
  test.each<[name: string, text: string, says: string]>([
    ['a.jsonl', '{}\n{"a":\n[1]', 'line 2: it is not JSON'],
    ['a.jsonl', '{}\n{"a":\n[1]', 'line 3: it is not an object'],
    ['a.jsonl', '{"itemId":7}', 'line 1: its itemId is not a text of 1 to 256 characters'],
    ['a.jsonl', '{"itemId":"x"}\n{}\n{"itemId":"x"}', 'line 3: its itemId "x" is that of line 1, too'],
    ['a.jsonl', JSON.stringify({ a: 'x'.repeat(MAX_ITEM_BYTES) }), 'line 1: it has 196,616 bytes as JSON, and an item at most 196,608'],
    ['a.jsonl', '\n', '"a.jsonl" has no items'],
    ['a.csv', 'city,city\n', 'line 1: the name "city" is twice in the first row'],
    ['a.csv', 'a,b\n1,2,3\n', 'line 2: it has 3 cells, and the first row 2'],
    ['a.csv', 'a\n"x', 'line 2: '],
    ['a.csv', 'a\n', 'has no items'],
    ['a.json', '{}', 'the file: it is not an array'],
    ['a.json', '[{},4]', 'entry 2: it is not an object'],
    ['a.txt', '{}', 'Files end with .jsonl, .ndjson, .csv, .json.'],
  ])('%s %j', async (name, text, says) => {
    expect(await read(name, text)).toContain(says);
  });

  test('and no more than 20 of them', async () => {
    const said = await read('many.jsonl', '1\n'.repeat(25));
    expect(said).toContain('has 25 problems, and nothing was started:');
    expect(said).toContain('\n  line 20: it is not an object\n  and 5 more\n');
  });

  test('with what was meant, and what cannot be read', async () => {
    expect(await read('a.jsonl', '{}', 'jsonll')).toContain('Did you mean "jsonl"?');
    const missing = { file: 'nowhere.jsonl', directory, stdin: () => process.stdin };
    await expect(spoolItems({ ...missing, signal: new AbortController().signal })).rejects.toThrow(
      'Cannot read the list of items "nowhere.jsonl": it does not exist.',
    );
  });
});

test('100,000 items need no more memory than a part of them', async () => {
  const line = `${JSON.stringify({ text: 'x'.repeat(1000) })}\n`;
  writeFileSync(path.join(directory, 'large.jsonl'), line.repeat(100_000));
  const before = process.memoryUsage();
  using items = await spoolItems({
    ...{ file: 'large.jsonl', directory, stdin: () => process.stdin },
    signal: new AbortController().signal,
  });
  const after = process.memoryUsage();
  expect([items.count, items.sizeBytes]).toEqual([100_000, 100_000 * line.length]);
  expect(after.arrayBuffers + after.external - before.arrayBuffers - before.external).toBeLessThan(50e6);
});
