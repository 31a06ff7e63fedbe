import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { s3Objects } from '../../lib/service/s3-objects.ts';

type Answer = (request: IncomingMessage, response: ServerResponse, body: string) => void;

const closers: (() => void)[] = [];
const { accessKeyId, secretAccessKey } = makeLocalCredentials();
const credentials = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
const before = { ...process.env };
beforeEach(() => {
  Object.assign(process.env, credentials);
});
afterEach(() => {
  process.env = { ...before };
  for (const close of closers.splice(0)) close();
});

/** A bucket at a server that stands where S3 would. */
async function bucket(answer: Answer) {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => answer(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return s3Objects({
    bucket: 'artifacts',
    prefix: 'my-workflow',
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
  });
}

describe('when an object is put', () => {
  test('the request is signed for S3, with the hash of its body', async () => {
    const seen: { url?: string | undefined; headers?: IncomingMessage['headers']; body?: string } = {};
    const store = await bucket((request, response, body) => {
      Object.assign(seen, { url: request.url, headers: request.headers, body });
      response.end();
    });
    await store.put('async/1.json', '{"a":"ä"}');
    expect(seen.url).toBe('/artifacts/my-workflow/async/1.json');
    expect(seen.body).toBe('{"a":"ä"}');
    expect(seen.headers).toMatchObject({
      authorization: expect.stringMatching(
        new RegExp(`^AWS4-HMAC-SHA256 Credential=${accessKeyId}/\\d{8}/us-east-1/s3/aws4_request`),
      ),
      'x-amz-content-sha256': createHash('sha256').update('{"a":"ä"}').digest('hex'),
    });
  });

  test('a bucket on this machine never gets credentials of AWS', async () => {
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'secret' });
    let authorization = '';
    const store = await bucket((request, response) => {
      authorization = request.headers.authorization ?? '';
      response.end();
    });
    await store.put('a', 'x');
    expect(authorization).toMatch(/Credential=LOCAL\w{16}\//);
  });

  test('a redirection is not followed: what is signed for one place is not sent to another', async () => {
    let followed = false;
    const store = await bucket((request, response) => {
      followed ||= request.url === '/elsewhere';
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await expect(store.put('a', 'x')).rejects.toThrow('HTTP 307');
    expect(followed).toBe(false);
  });

  test('a failure of the service is tried again', async () => {
    let requests = 0;
    const store = await bucket((_request, response) => {
      requests += 1;
      response.statusCode = requests === 1 ? 503 : 200;
      response.end();
    });
    await store.put('a', 'x');
    expect(requests).toBe(2);
  });

  test('a refusal is not, and the error names what the role needs', async () => {
    let requests = 0;
    const store = await bucket((_request, response) => {
      requests += 1;
      response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>');
    });
    await expect(store.put('a', 'x')).rejects.toMatchObject({
      name: 'S3ObjectError',
      message: expect.stringMatching(/s3:PutObject of a in the bucket artifacts failed: AccessDenied/),
    });
    expect(requests).toBe(1);
  });

  test('a bucket that is missing is not taken for a missing right', async () => {
    const store = await bucket((_request, response) => {
      response.writeHead(404).end('<Error><Code>NoSuchBucket</Code><Message>None.</Message></Error>');
    });
    await expect(store.put('a', 'x')).rejects.toMatchObject({
      brief: expect.stringMatching(
        /^s3:PutObject failed: NoSuchBucket \(None\)\. There is no bucket of that name/,
      ),
    });
  });
});

describe('when an object is read', () => {
  test.each([404, 403])(
    'that is not there, it is absent: S3 answers %i, by what the role may list',
    async (status) => {
      const store = await bucket((_request, response) => {
        response.writeHead(status).end('<Error><Code>NoSuchKey</Code></Error>');
      });

      expect(await store.get('unknown')).toBeUndefined();
    },
  );

  test('a right that the role misses is an error, unless it is that to list', async () => {
    const store = await bucket((request, response) => {
      const action = request.url?.endsWith('/there') ? 's3:GetObject' : 's3:ListBucket';
      const message = `User: arn is not authorized to perform: ${action} on resource: arn`;
      response.writeHead(403).end(`<Error><Code>AccessDenied</Code><Message>${message}</Message></Error>`);
    });

    expect(await store.get('missing')).toBeUndefined();
    await expect(store.get('there')).rejects.toThrow(/AccessDenied \(User: arn .* s3:GetObject on/);
  });

  test('its text is the answer, and none when there is none', async () => {
    const store = await bucket((request, response) => {
      if (request.url?.endsWith('/there')) response.end('text');
      else response.writeHead(404).end('<Error><Code>NoSuchKey</Code></Error>');
    });
    expect((await store.get('there'))?.toString()).toBe('text');
    expect(await store.get('missing')).toBeUndefined();
  });
});
