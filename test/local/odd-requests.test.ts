import { type IncomingMessage, type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';

let local: LocalAws;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(async () => local.close());

const signedFor = (service: string) => ({
  authorization: `AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

/** A request with a target that no client makes of an address. */
async function send(options: {
  readonly method?: string;
  readonly target: string;
  readonly headers: OutgoingHttpHeaders | readonly string[];
}): Promise<{ readonly status: number | undefined; readonly type: unknown; readonly body: string }> {
  const { method = 'GET', target: path, headers } = options;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(local.url, { method, path, headers, agent: false }, resolve).on('error', reject).end();
  });
  const { statusCode: status, headers: answered } = response;
  return {
    status,
    type: answered['x-amzn-errortype'] ?? answered['content-type'],
    body: await text(response),
  };
}

describe('a path that is not encoded well', () => {
  test.each([
    ['GET', '/workflow-definitions/%zz', 'nova-act', 'fieldList'],
    ['GET', `/workflow-definitions/${'x'.repeat(5000)}`, 'nova-act', 'fieldList'],
    ['POST', '/runtimes/%zz/invocations', 'bedrock-agentcore', 'is not encoded correctly'],
  ])('or is too long is refused by its service: %s %.40s', async (method, target, service, said) => {
    const answer = await send({ method, target, headers: signedFor(service) });
    expect(answer).toEqual({ status: 400, type: 'ValidationException', body: expect.stringContaining(said) });
  });

  test.each(['/viewer/%zz', '/viewer/definitions/%ff', '/demo/%zz', '/%zz'])(
    'leads to a page: %s',
    async (target) => {
      const answer = await send({ target, headers: { accept: 'text/html' } });
      expect(answer).toMatchObject({ status: 404, type: 'text/html; charset=utf-8' });
    },
  );
});

describe('a request for a host', () => {
  test('in its target is taken as if the header named it', async () => {
    const headers = signedFor('nova-act');
    const path = '/workflow-definitions/shop';
    expect(await send({ target: `${local.url}${path}`, headers })).toMatchObject({ status: 404 });
    expect(await send({ target: `http://elsewhere.example${path}`, headers })).toMatchObject({
      status: 403,
      body: expect.stringContaining('elsewhere.example'),
    });
  });

  test('and another one is refused, in the words of the service', async () => {
    const hosts = ['host', '127.0.0.1', 'host', 'elsewhere.example'];
    const signed = ['authorization', signedFor('s3').authorization];
    expect(await send({ target: '/viewer/', headers: hosts })).toMatchObject({ status: 400 });
    expect(await send({ target: '/', headers: [...hosts, ...signed] })).toMatchObject({
      status: 400,
      body: expect.stringContaining('<Code>InvalidRequest</Code>'),
    });
  });
});

describe('a body that is too large', () => {
  const large = 'x'.repeat(3_000_000);
  const settings = () => ({
    endpoint: local.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'any', secretAccessKey: 'any' },
  });
  const refused = {
    name: 'RequestEntityTooLargeException',
    message: expect.stringContaining('1048576 bytes'),
    $metadata: expect.objectContaining({ httpStatusCode: 413, attempts: 1 }),
  };

  test('is refused once, as JSON', async () => {
    const client = new SecretsManagerClient(settings());
    await expect(client.send(new GetSecretValueCommand({ SecretId: large }))).rejects.toMatchObject(refused);
  });

  test('is refused once, as XML', async () => {
    const client = new STSClient(settings());
    client.middlewareStack.add(
      (next) => (call) => {
        Object.assign(Object(call.request), { body: large });
        return next(call);
      },
      { step: 'build', priority: 'high' },
    );
    await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(refused);
  });

  test('is one that Logs and Nova Act do not try to read either', async () => {
    const headers = { 'content-length': 100_000_001, expect: '100-continue' };
    const asked = [
      { method: 'POST', target: '/', service: 'logs' },
      { method: 'PUT', target: '/workflow-definitions', service: 'nova-act' },
    ];
    for (const { service, ...rest } of asked) {
      expect(await send({ ...rest, headers: { ...headers, ...signedFor(service) } })).toMatchObject({
        status: 413,
        type: 'RequestEntityTooLargeException',
        body: expect.stringContaining('100000000 bytes'),
      });
    }
  });
});
