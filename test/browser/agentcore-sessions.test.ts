import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  BedrockAgentCoreClient,
  SaveBrowserSessionProfileCommand,
  StartBrowserSessionCommand,
  StopBrowserSessionCommand,
} from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { AgentCoreSessions } from '../../lib/browser/agentcore-sessions.ts';
import { signedHeaders } from '../../lib/browser/signed-headers.ts';
import { makeLocalCredentials } from '../../lib/contract/local-credentials.ts';
import { signingTimeMs } from '../../lib/local/signing-time.ts';

interface Heard {
  readonly line: string;
  readonly body: Record<string, unknown>;
  readonly headers: IncomingHttpHeaders;
}

const heard: Heard[] = [];
/** What is answered, the last again and again. */
let answers: { status: number; body: string; type?: string }[] = [];
/** How far the service's clock is ahead of ours. */
let aheadMs = 0;

const STARTED = JSON.stringify({
  browserIdentifier: 'tool-a1B2c3D4e5',
  sessionId: 'SESSION1',
  createdAt: '2025-01-01T00:00:00Z',
  lastUpdatedAt: '2025-01-01T00:00:00Z',
  streams: { automationStream: { streamEndpoint: 'wss://stream.example/', streamStatus: 'ENABLED' } },
});

const EXPIRED = { status: 403, type: 'InvalidSignatureException', body: '{"message":"Signature expired"}' };

const server = createServer((request, response) => {
  let text = '';
  request.on('data', (chunk) => {
    text += chunk;
  });
  request.on('end', () => {
    heard.push({
      line: `${request.method} ${request.url}`,
      body: JSON.parse(text),
      headers: request.headers,
    });
    const next = answers.length > 1 ? answers.shift() : answers[0];
    const nowMs = Date.now() + aheadMs;
    const signedMs = signingTimeMs(String(request.headers['x-amz-date'])) ?? Number.NaN;
    const isTooOld = Math.abs(nowMs - signedMs) > 300_000;
    const { status, body, type } = (isTooOld ? EXPIRED : next) ?? { status: 200, body: '{}' };
    response.setHeader('date', new Date(nowMs).toUTCString());
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(type && { 'x-amzn-errortype': type }),
    });
    response.end(body);
  });
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  heard.length = 0;
  answers = [{ status: 200, body: STARTED }];
});

const place = () => ({
  region: 'us-west-2',
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  credentials: makeLocalCredentials(),
});
const signal = AbortSignal.timeout(30_000);
const SESSION = { browserIdentifier: 'tool-a1B2c3D4e5', sessionId: 'SESSION 1/ö' };
const asked = {
  browserIdentifier: 'tool-a1B2c3D4e5',
  sessionTimeoutSeconds: 900,
  viewPort: { width: 1600, height: 813 },
  name: 'ours',
};

/** What of a request says something: its token is another one each time. */
function wire({ line, body, headers }: Heard): unknown {
  const { 'content-type': type, authorization = '' } = headers;
  const scope = /Credential=\w+(\/\S+),/.exec(authorization)?.[1];
  return { line, type, scope, body: { ...body, clientToken: typeof body.clientToken } };
}

describe('what is sent is what the client of the AWS SDK sends', () => {
  test.each([
    [
      'a start',
      (ours: AgentCoreSessions) => ours.start({ ...asked, profileIdentifier: 'shop-a1B2c3D4e5' }),
      new StartBrowserSessionCommand({
        ...asked,
        profileConfiguration: { profileIdentifier: 'shop-a1B2c3D4e5' },
      }),
    ],
    [
      'a start without a profile',
      (ours: AgentCoreSessions) => ours.start(asked),
      new StartBrowserSessionCommand(asked),
    ],
    [
      'a stop',
      (ours: AgentCoreSessions) => ours.stop(SESSION, signal),
      new StopBrowserSessionCommand(SESSION),
    ],
    [
      'a save',
      (ours: AgentCoreSessions) =>
        ours.saveProfile('shop-a1B2c3D4e5', { ...SESSION, clientToken: 'once' }, signal),
      new SaveBrowserSessionProfileCommand({
        ...SESSION,
        profileIdentifier: 'shop-a1B2c3D4e5',
        clientToken: 'once',
      }),
    ],
  ])('%s', async (_name, send, command) => {
    await send(await AgentCoreSessions.at(place()));
    const client = new BedrockAgentCoreClient(place());
    // Its commands differ in type only.
    await client.send(command as StartBrowserSessionCommand);
    client.destroy();
    const [ours, theirs] = heard.map(wire);
    expect(ours).toEqual(theirs);
  });
});

describe('answers', () => {
  const start = async () => await (await AgentCoreSessions.at(place())).start(asked);

  test('say which session it is, and where it is driven', async () => {
    expect(await start()).toEqual({ sessionId: 'SESSION1', streamUrl: 'wss://stream.example/' });
  });

  test.each([
    ['a header', { status: 400, type: 'ValidationException:http://internal', body: '{"message":"no"}' }],
    ['the body', { status: 400, body: '{"__type":"com.amazon#ValidationException","Message":"no"}' }],
  ])('that refuse are named as the service does, by %s, and not asked for again', async (_name, answer) => {
    answers = [answer];
    await expect(start()).rejects.toMatchObject({ name: 'ValidationException', message: 'no' });
    expect(heard).toHaveLength(1);
  });

  test('of a service in trouble are asked for again, with the same token', async () => {
    answers = [
      { status: 500, body: 'oops' },
      { status: 429, body: '{}', type: 'ThrottlingException' },
      { status: 200, body: STARTED },
    ];
    expect((await start()).sessionId).toBe('SESSION1');
    expect(new Set(heard.map(({ body }) => body.clientToken)).size).toBe(1);
  });

  test.each([
    ['1', 1],
    ['4', 4],
  ])('are asked for as often as AWS_MAX_ATTEMPTS says: %s', async (attempts, count) => {
    const { AWS_MAX_ATTEMPTS: before } = process.env;
    process.env.AWS_MAX_ATTEMPTS = attempts;
    try {
      answers = [{ status: 503, body: '{"message":"busy"}' }];
      await expect(start()).rejects.toThrow('busy');
      expect(heard).toHaveLength(count);
    } finally {
      if (before === undefined) delete process.env.AWS_MAX_ATTEMPTS;
      else process.env.AWS_MAX_ATTEMPTS = before;
    }
  });

  test('that are not of AgentCore are no session', async () => {
    answers = [{ status: 200, body: '<html>sign in</html>' }];
    await expect(start()).rejects.toThrow(/What answers at http:\/\/127\.0\.0\.1:\d+ is not AgentCore/);
    answers = [{ status: 200, body: '{"fine":true}' }];
    await expect(start()).rejects.toThrow(/is not AgentCore/);
  });
});

test('whoever has no credentials is asked for them once', async () => {
  let asked = 0;
  const credentials = async () => {
    asked += 1;
    throw new Error('The sign-in is over.');
  };
  const elsewhere = await AgentCoreSessions.at({ region: 'us-west-2', credentials });
  await expect(
    elsewhere.stop({ browserIdentifier: 'aws.browser.v1', sessionId: 'SESSION1' }, signal),
  ).rejects.toThrow('The sign-in is over.');
  expect(asked).toBe(1);
});

test('an endpoint that is no address is told', async () => {
  await expect(AgentCoreSessions.at({ ...place(), endpoint: 'not a url' })).rejects.toThrow(
    /The endpoint of Bedrock AgentCore cannot be told/,
  );
});

test('a clock that is wrong is set right by what the service says, also for the stream', async () => {
  aheadMs = 3_600_000;
  try {
    const sessions = await AgentCoreSessions.at(place());
    expect((await sessions.start(asked)).sessionId).toBe('SESSION1');
    await sessions.stop(SESSION, signal);
    // Once refused, and known from then on.
    expect(heard).toHaveLength(3);
    expect(heard[1]?.body).toEqual(heard[0]?.body);
    const { service } = sessions;
    const { 'x-amz-date': signed } = await signedHeaders({ service, url: 'wss://stream.example/' });
    expect(Math.abs((signingTimeMs(String(signed)) ?? 0) - Date.now() - aheadMs)).toBeLessThan(60_000);
    // The same with a clock that is right again, for requests that are under way together.
    aheadMs = 0;
    await Promise.all([sessions.stop(SESSION, signal), sessions.stop(SESSION, signal)]);
    expect(heard).toHaveLength(7);
  } finally {
    aheadMs = 0;
  }
});

test.each([
  ['fips-us-west-2', 'https://bedrock-agentcore-fips.us-west-2.amazonaws.com', 'us-west-2'],
  ['us-gov-west-1-fips', 'https://bedrock-agentcore-fips.us-gov-west-1.amazonaws.com', 'us-gov-west-1'],
  ['cn-north-1', 'https://bedrock-agentcore.cn-north-1.amazonaws.com.cn', 'cn-north-1'],
])('the region %s is at %s', async (region, url, signedFor) => {
  const { service } = await AgentCoreSessions.at({ region, credentials: makeLocalCredentials() });
  expect(service).toMatchObject({ url, region: signedFor });
});
