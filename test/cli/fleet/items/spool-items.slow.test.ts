import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spoolItems } from '../../../../lib/cli/fleet/items/spool-items.ts';
import { MAX_ITEM_BYTES } from '../../../../lib/contract/fleet-input.ts';

let directory = '';
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'items-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Reads a list. @returns its items, or what is wrong with it */
async function read(
  file: string,
  text: string | Buffer,
  format?: string,
): Promise<readonly unknown[] | string> {
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

  test('is a table whose lines end in several ways', async () => {
    for (const text of ['a,b\r\n1,2\n3,4\r\n', 'a,b\n1,2\r\n3,4\n', 'a,b\r1,2\r3,4'])
      expect(await read('a.csv', text)).toEqual([
        { a: '1', b: '2' },
        { a: '3', b: '4' },
      ]);
  });

  test('keeps signs that elsewhere end lines, and numbers as they are', async () => {
    const line = '{"text":"a\u2028b","n":[0.1,-1.50,1e21,9007199254740991,0.00000001,5e-324]}';
    expect(await read('a.jsonl', line)).toEqual([JSON.parse(line)]);
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
  test.each<[name: string, text: string | Buffer, says: string]>([
    ['a.jsonl', '{}\n{"a":\n[1]', 'line 2: it is not JSON'],
    ['a.jsonl', '{}\n{"a":\n[1]', 'line 3: it is not an object'],
    ['a.jsonl', '{"itemId":7}', 'line 1: its itemId is not a text of 1 to 256 characters'],
    ['a.jsonl', '{"itemId":"x"}\n{}\n{"itemId":"x"}', 'line 3: its itemId "x" is that of line 1, too'],
    [
      'a.jsonl',
      JSON.stringify({ a: 'x'.repeat(MAX_ITEM_BYTES) }),
      'line 1: it has 196,616 bytes as JSON, and an item at most 196,608',
    ],
    ['a.jsonl', '\n', '"a.jsonl" has no items'],
    ['a.csv', 'city,city\n', 'line 1: the name "city" is twice in the first row'],
    ['a.csv', 'a,b\n1,2,3\n', 'line 2: it has 3 cells, and the first row 2'],
    ['a.csv', 'a\n"x', 'line 2: '],
    [
      'a.csv',
      'city;number\nRom;1\n',
      'line 1: its cells are separated with semicolons or tabs: separate them with commas',
    ],
    ['a.csv', 'city\tnumber\nRom\t1,5\n', 'line 1: its cells are separated with semicolons or tabs'],
    ['a.csv', '"city";"number"\n"Rom";"1"\n', 'line 1: its cells are separated with semicolons or tabs'],
    ['a.csv', '"city"\t"number"\n', 'line 1: its cells are separated with semicolons or tabs'],
    ['a.csv', 'a\n', 'has no items'],
    ['a.jsonl', '4', ':\n  line 1: it is not an object\nMend the list: '],
    ['a.json', '{}', 'the file: it is not an array'],
    ['a.json', '[{},4]', 'entry 2: it is not an object'],
    ['a.jsonl', Buffer.from('{}\n{"city":"K\xf6ln"}', 'latin1'), 'line 2: it is not UTF-8'],
    ['a.csv', Buffer.from('city\nRom\nK\xf6ln\n', 'latin1'), 'line 3: it is not UTF-8'],
    ['a.json', Buffer.from('[\n{"city":"K\xf6ln"}]', 'latin1'), 'line 2: it is not UTF-8'],
    ['a.jsonl', Buffer.from('\ufeff{}', 'utf16le'), 'line 1: it is not UTF-8'],
    [
      'a.jsonl',
      '{"a":"\\"1","n":12345678901234567890}',
      'line 1: the number 12345678901234567890 would become',
    ],
    ['a.jsonl', '{"n":0.12345678901234567890}', 'write it as a text, "0.12345678901234567890"'],
    ['a.jsonl', '{"n":-1e999}', 'line 1: the number -1e999 would become -Infinity'],
    ['a.json', '[\n{},\n{"n":9007199254740993}]', 'line 3: the number 9007199254740993'],
    ['a.jsonl', '{"a":[{"__proto__":{"b":1}}]}', 'line 1: it has a member "__proto__"'],
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

test.each(['a pipe', 'stdin'])('who waits for a list from %s can interrupt it', async (from) => {
  const pipe = path.join(directory, `pipe-${from.length}`);
  execFileSync('mkfifo', [pipe]);
  const interrupt = new AbortController();
  const stdin = () => new PassThrough();
  const source = { file: from === 'stdin' ? '-' : pipe, format: 'jsonl', directory, stdin };
  const reading = spoolItems({ ...source, signal: interrupt.signal });
  setTimeout(() => interrupt.abort(), 50);
  await expect(reading).rejects.toThrow('interrupted');
});

test('a list may come through a named pipe', async () => {
  const pipe = path.join(directory, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const writer = spawn('sh', ['-c', 'sleep 0.1; echo "{}" > "$0"', pipe]);
  const source = { file: pipe, format: 'jsonl', directory, stdin: () => process.stdin };
  using items = await spoolItems({ ...source, signal: new AbortController().signal });
  expect(items.count).toBe(1);
  await once(writer, 'exit');
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
