import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LOCAL_BUCKET as bucket } from '../../../lib/contract/local-account.ts';
import { FolderEntries } from '../../../lib/local/s3/folder-entries.ts';
import { keysOf } from '../../../lib/local/s3/keys-of.ts';
import { listPage } from '../../../lib/local/s3/list-page.ts';
import { type ObjectMetadata, ObjectMetadataFiles } from '../../../lib/local/s3/object-metadata.ts';
import { ObjectStore } from '../../../lib/local/s3/object-store.ts';
import { someKey } from './some-key.ts';

let stateDir: string;
let objects: ObjectStore;
const dir = (): string => path.join(stateDir, 'artifacts');

beforeEach(() => {
  stateDir = mkdtempSync(path.join(tmpdir(), 'nova-act-objects-'));
  objects = new ObjectStore({ stateDir, onPut: () => undefined });
});
afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

const METADATA: ObjectMetadata = {
  headers: { 'content-type': 'text/plain' },
  userMetadata: { by: 'ada' },
  etag: 'e7a9',
};

async function put(key: string, content: string, metadata = METADATA): Promise<void> {
  await objects.put({
    bucket,
    key,
    write: async (append) => {
      await append(Buffer.from(content));
      return metadata;
    },
  });
}

function get(key: string): string | undefined {
  const object = objects.find({ bucket, key });
  return object && readFileSync(object.file, 'utf8');
}

const folders = new FolderEntries();

function keys(options: { prefix?: string; after?: string } = {}): string[] {
  const { prefix = '', after = '' } = options;
  return [...keysOf({ folders, dir: dir(), prefix, after, areFoldersRolledUp: false })];
}

/** All pages of a list. */
function listed(options: { prefix: string; delimiter: string; maxKeys: number }): string[] {
  const found: string[] = [];
  for (let after: string | undefined = ''; after !== undefined; ) {
    const walk = { folders, dir: dir(), ...options, after, areFoldersRolledUp: options.delimiter === '/' };
    const page = listPage(keysOf(walk), { ...options, after });
    found.push(...page.contents, ...page.commonPrefixes);
    after = page.next;
  }
  return found;
}

const inOrder = (texts: Iterable<string>): string[] =>
  [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));

test('objects of all keys are put, listed in the order of their bytes, read and removed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(someKey, { minLength: 1, maxLength: 12 }),
      someKey,
      async (all, other) => {
        rmSync(dir(), { recursive: true, force: true });
        for (const key of all) await put(key, `content of ${key}`);
        for (const key of all) expect(get(key)).toBe(`content of ${key}`);
        expect(get(other)).toBe(all.includes(other) ? `content of ${other}` : undefined);
        const order = inOrder(all);
        expect(keys()).toEqual(order);
        expect(keys({ after: other })).toEqual(
          order.filter((key) => inOrder([key, other])[1] === key && key !== other),
        );
        const [prefix = ''] = other;
        expect(keys({ prefix })).toEqual(order.filter((key) => key.startsWith(prefix)));
        for (const delimiter of ['/', 'a', '']) {
          const rolledUp = order
            .filter((key) => key.startsWith(prefix))
            .map((key) => {
              const at = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
              return at < 0 ? key : key.slice(0, at + delimiter.length);
            });
          expect(inOrder(listed({ prefix, delimiter, maxKeys: 2 }))).toEqual(inOrder(new Set(rolledUp)));
        }
        for (const key of all) {
          const object = objects.find({ bucket, key });
          if (object !== undefined) objects.remove(object);
          expect(get(key)).toBeUndefined();
        }
        expect(readdirSync(dir())).toEqual([]);
        expect(readdirSync(path.join(stateDir, 'object-metadata'))).toEqual([]);
      },
    ),
    { numRuns: 25 },
  );
});

describe('an object', () => {
  test('and one below its name live side by side, whichever comes first', async () => {
    for (const order of [
      ['a', 'a/b'],
      ['c/d', 'c'],
    ]) {
      for (const key of order) await put(key, key);
      for (const key of order) expect(get(key)).toBe(key);
      for (const key of order) await put(key, `${key} again`);
    }
    expect(keys().map((key) => [key, get(key)])).toEqual(
      ['a', 'a/b', 'c', 'c/d'].map((key) => [key, `${key} again`]),
    );
  });

  test('that local AWS has written itself is one with what its file tells', () => {
    mkdirSync(path.join(dir(), 'shop'), { recursive: true });
    writeFileSync(path.join(dir(), 'shop', 'a.json'), '{}');
    expect(objects.find({ bucket, key: 'shop/a.json' })).toMatchObject({
      size: 2,
      etag: '99914b932bd37a50b983c5e7c90ae93b',
      headers: { 'content-type': 'application/json' },
      userMetadata: {},
    });
  });

  test('loses what was said of it when its file is changed', async () => {
    await put('a.json', 'one');
    expect(objects.find({ bucket, key: 'a.json' })).toMatchObject(METADATA);
    writeFileSync(path.join(dir(), 'a.json'), 'another');
    expect(objects.find({ bucket, key: 'a.json' })).toMatchObject({ userMetadata: {} });
  });

  test('keeps it when a server is killed before the next one is in its place', async () => {
    await put('a', 'one');
    const now = objects.get({ bucket, key: 'a' });
    const next = { ...now, size: 6, modifiedMs: now.modifiedMs + 1, metadata: { ...METADATA, etag: 'next' } };
    new ObjectMetadataFiles({ stateDir }).write({ ...next, previous: now });
    expect(objects.get({ bucket, key: 'a' })).toMatchObject(METADATA);
  });

  test('is for its owner only', async () => {
    await put('a/b', 'content');
    const all = ['artifacts', 'object-metadata'].flatMap((folder) =>
      readdirSync(path.join(stateDir, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.join(stateDir, folder, name),
      ),
    );
    expect(all).toHaveLength(5);
    expect(all.filter((file) => (statSync(file).mode & 0o077) !== 0)).toEqual([]);
  });

  test('leaves nothing when it is not written to its end', async () => {
    const broken = objects.put({
      bucket,
      key: 'a/b',
      write: async (append) => {
        await append(Buffer.from('half'));
        throw new Error('hung up');
      },
    });
    await expect(broken).rejects.toThrow('hung up');
    expect(readdirSync(dir())).toEqual([]);
  });

  test('is not what a link leads to, as the name of another letter case does on some disks', async () => {
    await put('a', 'of a');
    symlinkSync(path.join(dir(), 'a'), path.join(dir(), 'A'));
    expect(get('A')).toBeUndefined();
    expect(keys()).toEqual(['a']);
    await expect(put('A', 'of A')).rejects.toThrow('does not tell A from the name of another object');
    expect(get('a')).toBe('of a');
  });

  test('needs a path that the machine takes', async () => {
    const deep = path.join(stateDir, ...Array.from({ length: 18 }, () => 'x'.repeat(200)));
    mkdirSync(deep, { recursive: true });
    const far = new ObjectStore({ stateDir: deep, onPut: () => undefined });
    const key = 'y/'.repeat(500);
    expect(far.find({ bucket, key })).toBeUndefined();
    await expect(far.put({ bucket, key, write: async () => METADATA })).rejects.toMatchObject({
      code: 'KeyTooLongError',
    });
    expect(existsSync(deep)).toBe(true);
  });
});

test('a folder is read once for all pages of a list, and again when something has come', async () => {
  await put('a', 'a');
  const settled = new Date(Date.now() - 1000);
  utimesSync(dir(), settled, settled);
  const entries = folders.read(dir());
  expect(folders.read(dir())).toBe(entries);
  await put('b', 'b');
  expect(folders.read(dir()).map(({ text }) => text)).toEqual(['a', 'b']);
});
