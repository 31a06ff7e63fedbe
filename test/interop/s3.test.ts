import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LOCAL_BUCKET } from '../../lib/contract/local-account.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 's3-'));
const bucket = `s3://${LOCAL_BUCKET}`;
let tools: Python;
let local: LocalAws;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  tools = await python();
  local = await startLocalAws();
  environment = {
    // The only setting that leads clients here: no style of addresses, no checksums switched off.
    AWS_ENDPOINT_URL_S3: local.url,
    AWS_DEFAULT_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_CONFIG_FILE: path.join(folder, 'none'),
    AWS_SHARED_CREDENTIALS_FILE: path.join(folder, 'none'),
  };
}, PREPARATION_MS);

afterAll(async () => {
  await local?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a command of the AWS CLI prints. */
async function aws(...options: readonly string[]): Promise<string> {
  return (await run(tools.tool('aws'), ['s3', ...options], environment)).stdout;
}

describe('the AWS CLI', () => {
  const file = (name: string): string => path.join(folder, name);
  const large = Buffer.alloc(20_000_000, 'large');

  test('copies files up and down, large ones in parts, and lists them', async () => {
    writeFileSync(file('large'), large);
    await aws('cp', file('large'), `${bucket}/cli/large`);
    await aws('cp', `${bucket}/cli/large`, file('large-again'));

    expect(readFileSync(file('large-again')).equals(large)).toBe(true);
    expect(await aws('ls')).toContain(LOCAL_BUCKET);
    expect(await aws('ls', `${bucket}/`)).toContain('PRE cli/');
    expect(await aws('ls', `${bucket}/cli/`)).toMatch(/ 20000000 large$/m);
  });

  test('synchronizes folders, and sends only what has changed', async () => {
    mkdirSync(file('up/ü b'), { recursive: true });
    for (const name of ['1.txt', 'ü b/2+3.txt']) writeFileSync(file(`up/${name}`), name);
    await aws('sync', file('up'), `${bucket}/sync`);
    expect(await aws('sync', file('up'), `${bucket}/sync`)).toBe('');
    writeFileSync(file('up/1.txt'), 'changed');
    expect(await aws('sync', file('up'), `${bucket}/sync`)).toMatch(/^upload: \S+1\.txt/m);
    await aws('cp', `${bucket}/sync`, file('down'), '--recursive');

    expect(readFileSync(file('down/1.txt'), 'utf8')).toBe('changed');
    expect(readFileSync(file('down/ü b/2+3.txt'), 'utf8')).toBe('ü b/2+3.txt');
  });

  test('moves objects, large ones too, signs addresses for others, and removes', async () => {
    await aws('mv', `${bucket}/cli/large`, `${bucket}/moved/large`);
    await aws('mv', `${bucket}/sync/1.txt`, `${bucket}/moved/1.txt`);
    const url = (await aws('presign', `${bucket}/moved/1.txt`)).trim();
    expect(await (await fetch(url)).text()).toBe('changed');
    expect(await aws('ls', `${bucket}/`, '--recursive')).toMatch(
      /moved\/1\.txt\n.* moved\/large\n.* sync\/ü b/,
    );
    await aws('rm', `${bucket}/`, '--recursive');
    await expect(aws('ls', `${bucket}/`)).resolves.toBe('');
  });

  test('is told what is not served', async () => {
    await expect(aws('rb', bucket)).rejects.toThrow(/NotImplemented.*does not serve/s);
  });
});

test('boto3 puts, lists, reads and deletes', async () => {
  const { stdout } = await run(
    tools.executable,
    [tools.script('s3_operations'), LOCAL_BUCKET, folder],
    environment,
  );
  const keys = ['keys//', 'keys/a', 'keys/a b', 'keys/a+b', 'keys/a/1', 'keys/ü%2F'];

  expect(JSON.parse(stdout)).toEqual({
    is_same: true,
    large: [18 * 1024 * 1024, 'a/b', { by: 'ada' }],
    listed: keys,
    listed_before: keys,
    folders: ['keys/', 'large/', 'sums/'],
    checksums: {
      CRC32: ['ChecksumCRC32', 'ChecksumType'],
      SHA1: ['ChecksumSHA1', 'ChecksumType'],
      SHA256: ['ChecksumSHA256', 'ChecksumType'],
    },
    presigned: ['keys/a b', 'keys/a b'],
    errors: {
      absent: 'NoSuchKey',
      bucket: 'NoSuchBucket',
      not_served: 'NotImplemented',
      digest: 'BadDigest',
    },
    deleted: keys,
  });
});
