import { chmodSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import {
  agentCoreProfile,
  type StorageState,
  type StorageStateAuth,
  s3StorageState,
  storageStateFile,
} from '../../../lib/sdk/index.ts';

const STATE: StorageState = { cookies: [], origins: [{ origin: 'https://shop.example', localStorage: [] }] };
const before = { ...process.env };
const cleanups: (() => void)[] = [];
afterEach(() => {
  process.env = { ...before };
  for (const clean of cleanups.splice(0)) clean();
});

const signal = new AbortController().signal;
async function load(auth: StorageStateAuth, warnings: string[] = []): Promise<StorageState | undefined> {
  return await auth.load({ signal, onWarning: (message) => warnings.push(message) });
}

describe('a file', () => {
  const temporary = (): string => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'state-'));
    cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };

  test('that is not there yet has nothing', async () => {
    await expect(load(storageStateFile({ path: path.join(temporary(), 'a', 'b.json') }))).resolves.toBe(
      undefined,
    );
  });

  test('that others can read is told, and is private once it is saved', async () => {
    const file = path.join(temporary(), 'open.json');
    writeFileSync(file, JSON.stringify(STATE));
    chmodSync(file, 0o644);
    const auth = storageStateFile({ path: file });
    const warnings: string[] = [];
    expect(await load(auth, warnings)).toEqual(STATE);
    expect(warnings).toEqual([expect.stringMatching(/others on this machine can get at it \(mode 644\)/)]);
    await auth.save?.(STATE, { signal });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(await load(auth, warnings)).toEqual(STATE);
    expect(warnings).toHaveLength(1);
  });

  test('in a folder that cannot be is an error before the work', async () => {
    const folder = temporary();
    writeFileSync(path.join(folder, 'a'), '');
    await expect(load(storageStateFile({ path: path.join(folder, 'a', 'b.json') }))).rejects.toThrow(
      /nothing could be kept in its folder: .*ENOTDIR/,
    );
  });

  test('of something else is not taken for sign-ins', async () => {
    const file = path.join(temporary(), 'package.json');
    writeFileSync(file, '{"name":"s3cr3t"}', { mode: 0o600 });
    await expect(load(storageStateFile({ path: file }))).rejects.toThrow(/^it is something else/);
  });
});

describe('an object of S3', () => {
  interface Seen {
    readonly url: string | undefined;
    readonly encryption: unknown;
    readonly keyId: unknown;
  }

  /** Stands where S3 would; answers GET as it is told. */
  async function bucket(status: number, text: string): Promise<Seen[]> {
    const seen: Seen[] = [];
    const server = createServer((request, response) => {
      request.resume().on('end', () => {
        const { 'x-amz-server-side-encryption': encryption } = request.headers;
        const { 'x-amz-server-side-encryption-aws-kms-key-id': keyId } = request.headers;
        seen.push({ url: request.url, encryption, keyId });
        if (request.method === 'PUT') response.end();
        else response.writeHead(status).end(text);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    cleanups.push(() => server.close());
    process.env.AWS_ENDPOINT_URL_S3 = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return seen;
  }
  const refusal = (message: string): string =>
    `<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`;

  test('is encrypted by KMS, also without a key of its own', async () => {
    const seen = await bucket(200, JSON.stringify(STATE));
    const own = s3StorageState({ bucket: 'state-1', key: 'a/b.json', kmsKeyId: 'alias/mine' });
    await own.save?.(STATE, { signal });
    const shared = s3StorageState({ bucket: 'state-1', profile: 'shop' });
    await shared.save?.(STATE, { signal });
    expect(seen).toEqual([
      { url: '/state-1/a/b.json', encryption: 'aws:kms', keyId: 'alias/mine' },
      { url: '/state-1/nova-act-sessions/shop.json', encryption: 'aws:kms', keyId: undefined },
    ]);
    expect(await load(shared)).toEqual(STATE);
  });

  test.each([
    ['that is not there', 404, '<Error><Code>NoSuchKey</Code></Error>'],
    [
      'that would show up only to those who may list',
      403,
      refusal('x is not authorized to perform: s3:ListBucket on resource: y'),
    ],
  ])('%s has nothing', async (_name, status, text) => {
    await bucket(status, text);
    await expect(load(s3StorageState({ bucket: 'state-1', profile: 'shop' }))).resolves.toBe(undefined);
  });

  test.each([
    ['s3:GetObject', 403, refusal('x is not authorized to perform: s3:GetObject on resource: y')],
    ['kms:Decrypt', 403, refusal('x is not authorized to perform: kms:Decrypt on resource: y')],
    ['Access Denied', 403, refusal('Access Denied')],
    ['NoSuchBucket', 404, '<Error><Code>NoSuchBucket</Code></Error>'],
  ])('is not taken for absent when the service says %s', async (reason, status, text) => {
    await bucket(status, text);
    await expect(load(s3StorageState({ bucket: 'state-1', profile: 'shop' }))).rejects.toThrow(reason);
  });
});

test.each<[string, () => unknown, RegExp]>([
  ['an empty path', () => storageStateFile({ path: ' ' }), /path is " "; it must be the path of a file/],
  [
    'a misspelled option',
    () => storageStateFile({ path: 'a', indexedDb: true } as never),
    /Did you mean "indexedDB"/,
  ],
  ['no object', () => s3StorageState({ bucket: 'state-1' } as never), /either `key`, or `profile`/],
  [
    'two objects',
    () => s3StorageState({ bucket: 'state-1', key: 'a', profile: 'b' } as never),
    /either `key`, or/,
  ],
  ['a key with a slash before it', () => s3StorageState({ bucket: 'state-1', key: '/a' }), /key is "\/a"/],
  ['the name of a profile', () => agentCoreProfile({ profileId: 'shop' }), /profileId is "shop"/],
])('says at once what is wrong with %s', (_name, make, message) => {
  expect(make).toThrow(message);
});
