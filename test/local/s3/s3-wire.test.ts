import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { XMLParser } from 'fast-xml-parser';
import { LOCAL_BUCKET } from '../../../lib/contract/local-account.ts';
import { Uploads } from '../../../lib/local/s3/uploads.ts';
import { AUTHORIZATION, codeOf, type S3Server, send, startS3 } from './s3-server.ts';

let s3: S3Server;
let bucket: string;

beforeAll(async () => {
  s3 = await startS3({ isRefused: ({ action, resource }) => isSecret(action, resource) });
  bucket = `${s3.url}/${LOCAL_BUCKET}`;
  await send(`${bucket}/there`, { method: 'PUT', body: 'content' });
});
afterAll(async () => s3[Symbol.asyncDispose]());

/** What the role of a session may not do. */
function isSecret(action: string, resource: string): boolean {
  return (
    resource.startsWith(`arn:aws:s3:::${LOCAL_BUCKET}/secret`) ||
    (action === 's3:ListBucket' && isListRefused)
  );
}

let isListRefused = false;

describe('an error', () => {
  test('says what, where, and by which request', async () => {
    const response = await send(`${bucket}/no%20ne`);
    const { Error: error } = new XMLParser().parse(await response.text());
    expect(response.headers.get('content-type')).toBe('application/xml');
    expect(error).toEqual({
      Code: 'NoSuchKey',
      Message: 'The specified key does not exist.',
      Key: 'no ne',
      Resource: `/${LOCAL_BUCKET}/no%20ne`,
      RequestId: response.headers.get('x-amz-request-id'),
      HostId: response.headers.get('x-amz-id-2'),
    });
  });

  test('of HEAD has no body', async () => {
    const response = await send(`${bucket}/none`, { method: 'HEAD' });
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  test.each([
    ['GET', '/there?acl', 501, 'NotImplemented'],
    ['PUT', '?versioning', 501, 'NotImplemented'],
    ['PUT', '?policy', 501, 'NotImplemented'],
    ['GET', '/there?versionId=1', 501, 'NotImplemented'],
    ['PATCH', '/there', 405, 'MethodNotAllowed'],
    ['GET', '/%ff', 400, 'InvalidURI'],
    ['GET', `/${'k'.repeat(1025)}`, 400, 'KeyTooLongError'],
    ['GET', '/there?response-content-type=a%0d%0ab:c', 400, 'InvalidArgument'],
    ['GET', '?max-keys=many', 400, 'InvalidArgument'],
    ['GET', '?list-type=2&continuation-token=x', 400, 'InvalidArgument'],
    ['GET', '?encoding-type=none', 400, 'InvalidArgument'],
    ['POST', '?delete', 400, 'InvalidRequest'],
    ['POST', '/there?uploadId=x', 400, 'MalformedXML'],
  ])('of %s %s is %i %s', async (method, url, status, code) => {
    const response = await send(`${bucket}${url}`, { method });
    expect([response.status, await codeOf(response)]).toEqual([status, code]);
  });

  test.each(['//', `//${LOCAL_BUCKET}/there`])('says that %s names no bucket', async (path) => {
    const response = await send(`${s3.url}${path}`);
    expect([response.status, await codeOf(response)]).toEqual([400, 'InvalidBucketName']);
  });

  test('is one of S3 for those who are not let in', async () => {
    const authorization = 'AWS4-HMAC-SHA256 Credential=local/20300101/us-east-1/s3/aws4_request';
    const foreign = await fetch(`${bucket}/there`, {
      headers: { authorization, origin: 'https://example.com' },
    });
    expect([foreign.status, await codeOf(foreign)]).toEqual([403, 'AccessDenied']);
  });

  test('names what local AWS does serve', async () => {
    expect(await (await send(`${bucket}/there?tagging`, { method: 'PUT' })).text()).toMatch(
      /does not serve this request of S3 \(PUT \?tagging\)\. It serves .*PutObject/,
    );
  });
});

test('a bucket may be in the host name', async () => {
  const headers = { host: `${LOCAL_BUCKET}.localhost`, authorization: AUTHORIZATION };
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(`${s3.url}/there`, { headers }, resolve).on('error', reject).end();
  });
  expect([response.statusCode, await text(response)]).toEqual([200, 'content']);
});

describe('a body that is not what its headers say', () => {
  test.each([
    ['BadDigest', { 'x-amz-checksum-crc32': 'AAAAAA==' }],
    ['XAmzContentSHA256Mismatch', { 'x-amz-content-sha256': '0'.repeat(64) }],
    ['NotImplemented', { 'x-amz-tagging': 'a=b' }],
    ['MetadataTooLarge', { 'x-amz-meta-a': 'a'.repeat(2049) }],
  ])('is refused as %s, and the object stays as it was', async (code, headers) => {
    const response = await send(`${bucket}/there`, { method: 'PUT', body: 'other', headers });
    expect(await codeOf(response)).toBe(code);
    expect(await (await send(`${bucket}/there`)).text()).toBe('content');
    expect(readdirSync(path.join(s3.stateDir, 'artifacts'))).toEqual(['there']);
  });

  test('leaves the connection open for the next request', async () => {
    const body = Buffer.alloc(3_000_000);
    const refused = await send(`${bucket}/large`, {
      method: 'PUT',
      body,
      headers: { 'x-amz-tagging': 'a=b' },
    });
    expect(await codeOf(refused)).toBe('NotImplemented');
    expect((await send(`${bucket}/large`, { method: 'HEAD' })).status).toBe(404);
  });

  test('leaves nothing when the caller hangs up', async () => {
    const { authorization } = {
      authorization: 'AWS4-HMAC-SHA256 Credential=l/20300101/us-east-1/s3/aws4_request',
    };
    const headers = { authorization, 'content-length': '1000' };
    const half = request(`${bucket}/half`, { method: 'PUT', headers });
    half.on('error', () => undefined);
    half.write('half');
    const files = (): readonly string[] => readdirSync(path.join(s3.stateDir, 'artifacts'));
    while (files().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    half.destroy();
    while (files().length > 1) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(files()).toEqual(['there']);
  });
});

describe('a presigned address', () => {
  const presigned = (at: Date): string => {
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
    const scope = encodeURIComponent(`local/${time.slice(0, 8)}/us-east-1/s3/aws4_request`);
    return `${bucket}/there?X-Amz-Credential=${scope}&X-Amz-Date=${time}&X-Amz-Expires=60&X-Amz-Signature=0`;
  };

  test('is enough until it expires', async () => {
    expect(await (await fetch(presigned(new Date()))).text()).toBe('content');
    const expired = await fetch(presigned(new Date(Date.now() - 61_000)));
    expect(expired.status).toBe(403);
    expect(await expired.text()).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
  });

  test('runs nothing in a browser, and is not for pages to lead there', async () => {
    const url = `${presigned(new Date())}&response-content-type=text%2Fhtml`;
    const opened = (site: string): Promise<IncomingMessage> =>
      new Promise((resolve, reject) => {
        const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' };
        request(url, { headers }, resolve).on('error', reject).end();
      });
    const pasted = await opened('none');
    expect([pasted.statusCode, await text(pasted)]).toEqual([200, 'content']);
    expect(pasted.headers).toMatchObject({
      'content-type': 'text/html',
      'content-security-policy': 'sandbox',
      'x-content-type-options': 'nosniff',
    });
    const followed = await opened('cross-site');
    expect([followed.statusCode, await text(followed)]).toEqual([
      403,
      expect.not.stringContaining('content'),
    ]);
  });

  test('may be one of version 2, as boto3 makes them', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const url = `${bucket}/there?AWSAccessKeyId=local&Signature=0&Expires=`;
    expect(await (await fetch(`${url}${seconds + 60}`)).text()).toBe('content');
    expect((await fetch(`${url}${seconds - 1}`)).status).toBe(403);
  });

  test('may have headers in its query', async () => {
    const put = `${presigned(new Date()).replace('/there', '/presigned')}&x-amz-meta-by=ada`;
    expect((await fetch(put, { method: 'PUT', body: 'content' })).status).toBe(200);
    const head = await send(`${bucket}/presigned`, { method: 'HEAD' });
    expect(head.headers.get('x-amz-meta-by')).toBe('ada');
    await send(`${bucket}/presigned`, { method: 'DELETE' });
  });
});

describe('a caller who may not', () => {
  test.each(['GET', 'HEAD', 'PUT', 'DELETE'])('%s an object gets 403', async (method) => {
    expect((await send(`${bucket}/secret`, { method })).status).toBe(403);
  });

  test('delete one of several is told which', async () => {
    const body = '<Delete><Object><Key>secret</Key></Object><Object><Key>none</Key></Object></Delete>';
    const headers = {
      'content-md5': createHash('md5').update(body).digest('base64'),
    };
    const response = await send(`${bucket}?delete`, { method: 'POST', body, headers });
    expect(new XMLParser().parse(await response.text()).DeleteResult).toMatchObject({
      Deleted: { Key: 'none' },
      Error: { Key: 'secret', Code: 'AccessDenied', Message: 's3:DeleteObject is not allowed.' },
    });
  });

  test('list does not learn that an object is absent', async () => {
    isListRefused = true;
    try {
      expect((await send(bucket)).status).toBe(403);
      expect((await send(`${bucket}/none`)).status).toBe(403);
      expect((await send(`${bucket}/there`)).status).toBe(200);
    } finally {
      isListRefused = false;
    }
    expect((await send(`${bucket}/none`)).status).toBe(404);
  });
});

test('uploads that were left alone for a day are gone at the next start', () => {
  const dir = path.join(s3.stateDir, 'uploads');
  const [old, young] = ['a', 'b'].map((letter) => path.join(dir, letter.repeat(32)));
  for (const folder of [old, young]) mkdirSync(String(folder), { recursive: true });
  writeFileSync(path.join(String(old), '1.00.00'), 'part');
  const yesterday = new Date(Date.now() - 25 * 60 * 60_000);
  utimesSync(String(old), yesterday, yesterday);
  new Uploads({ stateDir: s3.stateDir });
  expect(readdirSync(dir)).toEqual(['b'.repeat(32)]);
});
