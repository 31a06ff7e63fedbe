import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ZipFile } from 'yazl';
import { knownSecrets } from '../../../../lib/contract/known-secrets.ts';
import { cleanZip } from '../../../../lib/sdk/traces/browser/clean-zip.ts';
import { SecretSearch } from '../../../../lib/sdk/traces/browser/secret-search.ts';
import { zipEntries } from './zip-entries.ts';

const FETCHED = 'corr&ct "horse" 7';
const OF_ENVIRONMENT = 'hunter2-and-more';

let folder: string;
beforeAll(() => {
  knownSecrets.add(FETCHED, 'SHOP_ARN');
  folder = mkdtempSync(path.join(tmpdir(), 'clean-zip-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let count = 0;
/** What is left of the entries of a zip. */
async function cleaned(
  entries: Readonly<Record<string, string | Buffer>>,
  { breakAt, to: given }: { readonly breakAt?: number; readonly to?: string } = {},
): Promise<ReadonlyMap<string, Buffer>> {
  count += 1;
  const [from, to] = [`${count}-from.zip`, given ?? `${count}-to.zip`].map((name) => path.join(folder, name));
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  await pipeline(zip.outputStream, createWriteStream(from ?? ''));
  if (breakAt !== undefined) {
    const bytes = readFileSync(from ?? '');
    writeFileSync(from ?? '', bytes.fill(0xff, breakAt, breakAt + 1000));
  }
  await cleanZip(from ?? '', to ?? '', new SecretSearch({ SHOP_PASSWORD: OF_ENVIRONMENT }));
  expect(statSync(to ?? '').mode & 0o777).toBe(0o600);
  return await zipEntries(readFileSync(to ?? ''));
}

const lines = (...events: readonly object[]): string =>
  events.map((event) => `${JSON.stringify(event)}\n`).join('');
const eventsOf = (entries: ReadonlyMap<string, Buffer>, name = 'trace.trace'): readonly unknown[] =>
  (entries.get(name)?.toString() ?? '')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('text', () => {
  const base64 = (text: string): string => Buffer.from(text).toString('base64');
  test.each([
    ['as it is', `it is ${FETCHED}!`, 'it is [secret]!'],
    ['of the environment', `it is ${OF_ENVIRONMENT}!`, 'it is [secret]!'],
    ['in JSON', JSON.stringify({ password: FETCHED }), '{"password":"[secret]"}'],
    ['in JSON within JSON', JSON.stringify(JSON.stringify({ a: FETCHED })), '"{\\"a\\":\\"[secret]\\"}"'],
    [
      'of a form',
      `user=a&password=${new URLSearchParams({ x: FETCHED }).toString().slice(2)}&b=c`,
      'user=a&password=[secret]&b=c',
    ],
    ['in a URL', `/?p=${encodeURIComponent(FETCHED)}&b`, '/?p=[secret]&b'],
    ['in HTML', '<b title="corr&amp;ct &quot;horse&quot; 7">', '<b title="[secret]">'],
    ['of an address', 'see https://ann:pass@shop.example/', 'see https://shop.example/'],
  ])('%s', async (_, text, left) => {
    const entries = await cleaned({ 'resources/a1.json': text, 'resources/b2.txt': 'nothing here' });
    expect(entries.get('resources/a1.json')?.toString()).toBe(left);
    expect(entries.get('resources/b2.txt')?.toString()).toBe('nothing here');
  });

  test('in base64, whatever is before it, of which what others share with it is left', async () => {
    for (const before of ['', 'u', 'us', 'user:']) {
      const text = `Basic ${base64(`${before}${FETCHED}`)} `;
      const left = (await cleaned({ 'resources/a.txt': text })).get('resources/a.txt')?.toString() ?? '';
      expect(left).toContain('[secret]');
      expect(Buffer.from(left.replace('[secret]', '').slice(6), 'base64').toString()).not.toContain('horse');
    }
  });

  test('that is long and has one in it is left out, and long text without stays', async () => {
    const filler = 'x '.repeat(300_000);
    const entries = await cleaned({
      'resources/a.txt': filler + FETCHED,
      'resources/b.txt': filler,
    });
    expect(entries.get('resources/a.txt')?.toString()).toMatch(/^\[secret\] \(this text was left out/);
    expect(entries.get('resources/b.txt')?.toString()).toBe(filler);
  });
});

test('bytes with a secret among them become empty, and so does what is packed; others stay, with their names', async () => {
  const picture = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0x80, 0x81, 0x82]);
  const mixed = (text: string | Buffer): Buffer => Buffer.concat([picture, Buffer.from(text), picture]);
  const entries = await cleaned({
    'resources/plain.jpeg': picture,
    'resources/text.jpeg': mixed(OF_ENVIRONMENT),
    'resources/base64.bin': mixed(Buffer.from(`u:${OF_ENVIRONMENT}`).toString('base64')),
    'resources/wide.bin': mixed(Buffer.from(OF_ENVIRONMENT, 'utf16le')),
    'resources/wide.txt': Buffer.from(OF_ENVIRONMENT, 'utf16le'),
    'resources/packed.bin': gzipSync(OF_ENVIRONMENT),
  });

  expect([...entries].map(([name, { length }]) => [name, length])).toEqual([
    ['resources/plain.jpeg', picture.length],
    ...['text.jpeg', 'base64.bin', 'wide.bin', 'wide.txt', 'packed.bin'].map((name) => [
      `resources/${name}`,
      0,
    ]),
  ]);
});

describe('the log of a trace', () => {
  test('has its lines, without secrets in texts, names and numbers that pages have given', async () => {
    knownSecrets.add('80417', 'PIN');
    const entries = await cleaned({
      'trace.trace': lines(
        { type: 'context-options', monotonicTime: 80_417, title: 'a' },
        {
          type: 'before',
          callId: 'c@1',
          startTime: 80_417,
          method: 'fill',
          params: { value: FETCHED, timeout: 30_000 },
        },
        {
          type: 'console',
          text: `got {"a":"corr&ct \\"horse\\" 7"}`,
          args: [{ preview: '1', value: 80_417 }],
        },
        { type: 'event', params: { [FETCHED]: 1 } },
      ),
    });
    expect(eventsOf(entries)).toEqual([
      { type: 'context-options', monotonicTime: 80_417, title: 'a' },
      {
        type: 'before',
        callId: 'c@1',
        startTime: 80_417,
        method: 'fill',
        params: { value: '[secret]', timeout: 30_000 },
      },
      { type: 'console', text: 'got {"a":"[secret]"}', args: [{ preview: '1', value: '[secret]' }] },
      { type: 'event', params: { '[secret]': 1 } },
    ]);
  });

  test('has none that was typed key by key, nor its beginnings in the copies of pages', async () => {
    const key = (text: string, index: number) => ({
      type: 'before',
      callId: `c@${index}`,
      method: 'keyboardType',
      params: { text },
    });
    const field = (value: string) => ({
      type: 'frame-snapshot',
      snapshot: { html: ['INPUT', { __playwright_value_: value }] },
    });
    const entries = await cleaned({
      'trace.trace': lines(...[...`ab${OF_ENVIRONMENT}z`].map(key), field('hunter'), field('hello')),
    });
    const typed = eventsOf(entries)
      .map((event) => JSON.stringify(event))
      .join('\n');
    expect([...typed.matchAll(/"text":"([^"]*)"/g)].map(([, text]) => text)).toEqual([
      ...['a', 'b'],
      ...[...OF_ENVIRONMENT].map(() => '[secret]'),
      'z',
    ]);
    expect([...typed.matchAll(/_value_":"([^"]*)"/g)].map(([, text]) => text)).toEqual(['[secret]', 'hello']);
  });

  test('has no cookies, headers that sign in and sign-ins, known or not', async () => {
    const request = {
      headers: [
        { name: 'Cookie', value: 'sid=unknown1' },
        { name: 'authorization', value: 'Bearer unknown1' },
        { name: 'X-Api-Key', value: 'unknown1' },
        { name: 'Accept', value: 'text/html' },
      ],
      cookies: [{ name: 'sid', value: 'unknown1' }],
      queryString: [{ name: 'q', value: 'shoes' }],
    };
    const entries = await cleaned({
      'trace.network': lines({
        type: 'resource-snapshot',
        snapshot: { request, response: { headers: [{ name: 'Set-Cookie', value: 'sid=unknown1' }] } },
      }),
      'trace.trace': lines(
        { type: 'before', callId: 'c@7', method: 'storageState', params: {} },
        {
          type: 'after',
          callId: 'c@7',
          endTime: 2,
          result: { origins: [{ localStorage: [{ name: 'a', value: 'unknown1' }] }] },
        },
        {
          type: 'before',
          callId: 'c@8',
          method: 'setHTTPCredentials',
          params: { httpCredentials: { password: 'unknown1' } },
        },
        { type: 'after', callId: 'c@8', endTime: 3, result: { kept: 1 } },
        { type: 'after', callId: 'c@9', endTime: 4, result: { kept: 1 } },
      ),
    });
    const text = [...entries.values()].join('');
    expect(text).not.toContain('unknown1');
    expect(text).toContain('text/html');
    expect(text).toContain('shoes');
    expect(eventsOf(entries).at(-1)).toEqual({
      type: 'after',
      callId: 'c@9',
      endTime: 4,
      result: { kept: 1 },
    });
  });

  test('has no line that cannot be read and may have a secret in it', async () => {
    const entries = await cleaned({ 'trace.trace': `{"broken": "${OF_ENVIRONMENT}\n{"type":"after"}\n` });
    expect(entries.get('trace.trace')?.toString()).toBe('\n{"type":"after"}\n');
  });
});

test('what is no zip is an error', async () => {
  const file = path.join(folder, 'broken.zip');
  writeFileSync(file, 'nothing');
  await expect(cleanZip(file, `${file}.clean`, new SecretSearch({}))).rejects.toThrow();
});

describe('what goes wrong on the way ends in an error, and not the process', () => {
  /** Random, so that it has many bytes when packed. */
  const noise = randomBytes(300_000).toString('hex');

  test('a place that cannot be written to', async () => {
    await expect(
      cleaned({ 'trace.trace': noise, 'a.txt': noise, 'b.txt': noise }, { to: 'none/to.zip' }),
    ).rejects.toThrow(/ENOENT/);
  });

  test.each(['trace.trace', 'a.txt'])('a broken %s', async (name) => {
    await expect(
      cleaned({ 'first.txt': 'first', [name]: noise, 'last.txt': noise }, { breakAt: 200_000 }),
    ).rejects.toThrow();
  });
});
