import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { BedrockAgentCoreClient, ListSessionsCommand } from '@aws-sdk/client-bedrock-agentcore';
import { CloudFormationClient, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { DescribeRepositoriesCommand, ECRClient } from '@aws-sdk/client-ecr';
import { GetBucketAclCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type LocalAws, startLocalAws } from '../../../lib/local/index.ts';

const credentials = { accessKeyId: 'any', secretAccessKey: 'any' };
const config = (endpoint: string) => ({ endpoint, region: 'us-east-1', credentials });
const signature = (service: string) =>
  `AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`;

describe('without an upstream', () => {
  let local: LocalAws;
  beforeAll(async () => {
    local = await startLocalAws();
  });
  afterAll(async () => {
    await local.close();
  });

  const asks: readonly [string, string, (endpoint: string) => Promise<unknown>][] = [
    [
      'CloudFormation (query)',
      'InvalidAction',
      (endpoint) => new CloudFormationClient(config(endpoint)).send(new ListStacksCommand({})),
    ],
    [
      'ECR (JSON)',
      'UnknownOperationException',
      (endpoint) => new ECRClient(config(endpoint)).send(new DescribeRepositoriesCommand({})),
    ],
    [
      'S3 (XML)',
      'NotImplemented',
      (endpoint) => new S3Client(config(endpoint)).send(new GetBucketAclCommand({ Bucket: 'bucket' })),
    ],
    [
      'AgentCore (REST with JSON)',
      'UnknownOperationException',
      (endpoint) =>
        new BedrockAgentCoreClient(config(endpoint)).send(
          new ListSessionsCommand({ memoryId: 'memory-a1B2c3D4e5', actorId: 'ada' }),
        ),
    ],
    [
      'STS (query), which is here in part',
      'InvalidAction',
      (endpoint) => new STSClient(config(endpoint)).send(new GetSessionTokenCommand({})),
    ],
  ];

  test.each(asks)('%s says that it is not here, once', async (_service, name, ask) => {
    const error: unknown = await ask(local.url).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );

    expect(error).toMatchObject({ name, message: expect.stringContaining('Local AWS does not serve ') });
    expect(error).toMatchObject({ $metadata: { attempts: 1 } });
  });

  test('newer CloudWatch gets its error in CBOR', async () => {
    const answer = await fetch(`${local.url}/service/GraniteServiceVersion20100801/operation/ListMetrics`, {
      method: 'POST',
      headers: {
        authorization: signature('monitoring'),
        'smithy-protocol': 'rpc-v2-cbor',
        'content-type': 'application/cbor',
      },
      body: Buffer.from([0xa0]),
    });

    expect([answer.status, answer.headers.get('smithy-protocol')]).toEqual([400, 'rpc-v2-cbor']);
    const body = Buffer.from(await answer.arrayBuffer());
    expect(body.toString('latin1')).toMatch(
      /__type.*UnknownOperationException.*Local AWS does not serve ListMetrics/s,
    );
  });

  test('what is sent is read to its end, so that the answer arrives', async () => {
    const answer = await fetch(`${local.url}/2015-03-31/functions`, {
      method: 'POST',
      headers: { authorization: signature('lambda') },
      body: Buffer.alloc(20_000_000),
    });
    expect(answer.status).toBe(400);
  });

  test('who did not sign is told so', async () => {
    const list = await fetch(`${local.url}/`, {
      headers: { 'amz-sdk-invocation-id': '1' },
      redirect: 'manual',
    });
    expect([list.status, await list.text()]).toEqual([
      403,
      expect.stringContaining('<Code>AccessDenied</Code>'),
    ]);
    const who = await fetch(`${local.url}/?Action=GetCallerIdentity&Version=2011-06-15`, {
      redirect: 'manual',
    });
    expect([who.status, await who.text()]).toEqual([
      403,
      expect.stringContaining('<Code>MissingAuthenticationToken</Code>'),
    ]);
  });

  test('a browser gets a page, others a text', async () => {
    const page = await fetch(`${local.url}/nothing`, { headers: { accept: 'text/html,*/*' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const text = await fetch(`${local.url}/nothing`);
    expect([text.status, await text.json()]).toEqual([404, { message: 'There is nothing at GET /nothing.' }]);
  });

  test('a name that is longer than any is refused by Nova Act', async () => {
    const answer = await fetch(`${local.url}/workflow-definitions/${'a'.repeat(300)}`, {
      headers: { authorization: signature('nova-act') },
    });
    expect(answer.headers.get('x-amzn-errortype')).toBe('ValidationException');
  });
});

describe('with an upstream', () => {
  const seen: {
    method?: string | undefined;
    url?: string | undefined;
    headers: IncomingHttpHeaders;
    body: Buffer;
  }[] = [];
  let emulator: Server;
  let local: LocalAws;
  beforeAll(async () => {
    emulator = createServer(async (request, response) => {
      const { method, url, headers } = request;
      seen.push({ method, url, headers, body: await buffer(request) });
      response.writeHead(503, { 'content-type': 'application/json', 'x-of': 'emulator' });
      response.end('{"message":"not today"}');
    });
    await once(emulator.listen(0, '127.0.0.1'), 'listening');
    const { port } = emulator.address() as AddressInfo;
    local = await startLocalAws({ upstream: `http://127.0.0.1:${port}` });
  });
  afterAll(async () => {
    await local.close();
    emulator.close();
  });

  test('a request for a service that is not here goes there as it is, and so does the answer', async () => {
    const body = Buffer.alloc(300_000, 'x');
    const headers = {
      authorization: signature('lambda'),
      'x-amz-date': '20260101T000000Z',
      'content-type': 'application/json',
    };
    const answer = await fetch(`${local.url}/2015-03-31/functions/a%2Fb?x=1`, {
      method: 'POST',
      headers,
      body,
    });

    expect([answer.status, answer.headers.get('x-of'), await answer.text()]).toEqual([
      503,
      'emulator',
      '{"message":"not today"}',
    ]);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/2015-03-31/functions/a%2Fb?x=1', headers });
    expect(seen[0]?.headers.host).toBe(new URL(local.url).host);
    expect(seen[0]?.body.equals(body)).toBe(true);
  });

  test('so does all of SNS: it may have subscribers there', async () => {
    seen.length = 0;
    const answer = await fetch(`${local.url}/?Action=Publish&Version=2010-03-31`, {
      headers: { authorization: signature('sns') },
    });
    expect([answer.headers.get('x-of'), seen[0]?.url]).toEqual([
      'emulator',
      '/?Action=Publish&Version=2010-03-31',
    ]);
  });

  test('a read is not repeated for the client', async () => {
    seen.length = 0;
    await fetch(`${local.url}/2015-03-31/functions`, { headers: { authorization: signature('lambda') } });
    expect(seen).toHaveLength(1);
  });

  test('what a web page sends, and what is not signed or of a service that is here, does not', async () => {
    seen.length = 0;
    const signed = `${local.url}/?X-Amz-Credential=any%2F20260101%2Fus-east-1%2Flambda%2Faws4_request`;
    const foreign = await fetch(signed, { headers: { origin: 'https://elsewhere.example' } });
    const unsigned = await fetch(`${local.url}/2015-03-31/functions`, { headers: { 'x-amz-date': '0' } });
    const here = await fetch(`${local.url}/?Action=GetSessionToken&Version=2011-06-15`, {
      headers: { authorization: signature('sts') },
    });

    expect([foreign.status, unsigned.status, here.status]).toEqual([403, 403, 400]);
    expect(seen).toEqual([]);
  });
});

test('an upstream that does not answer is named, in the protocol of the call', async () => {
  await using local = await startLocalAws({ upstream: 'http://127.0.0.1:1' });
  const client = new CloudFormationClient({ ...config(local.url), maxAttempts: 1 });

  await expect(client.send(new ListStacksCommand({}))).rejects.toMatchObject({
    name: 'UpstreamUnreachable',
    message: expect.stringMatching(/could not pass .* on to http:\/\/127\.0\.0\.1:1 \(option --upstream\): /),
  });
  client.destroy();
});

test.each([
  ['localhost:4566', 'is not the address of a server'],
  ['ftp://127.0.0.1', 'is not the address of a server'],
  ['http://127.0.0.1:4566/path', 'is not the address of a server'],
])('the upstream %s is refused', async (upstream, problem) => {
  await expect(startLocalAws({ upstream })).rejects.toThrow(problem);
});

test('local AWS is no upstream of itself', async () => {
  await expect(startLocalAws({ port: 18_999, upstream: 'http://localhost:18999' })).rejects.toThrow(
    'is local AWS itself',
  );
});
