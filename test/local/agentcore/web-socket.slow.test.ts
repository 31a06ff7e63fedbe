import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InvocationRecord } from '../../../lib/contract/invocation-record.ts';
import { type Plane, removeProject, startPlane } from './harness.ts';
import { connect, presigned, refusal, signed } from './web-socket-client.ts';

const SESSION = 'x-amzn-bedrock-agentcore-runtime-session-id';
const CUSTOM = 'X-Amzn-Bedrock-AgentCore-Runtime-Custom-Tenant';

/** The one of most tests: each session is a process. */
const session = randomUUID();
let plane: Plane;
beforeAll(async () => {
  plane = await startPlane({ settings: { requestHeaders: [CUSTOM] } });
});
afterAll(async () => {
  await plane.close();
  removeProject();
});

function records(): readonly InvocationRecord[] {
  const dir = path.join(plane.stateDir, 'artifacts', 'probe-workflow', 'invocations');
  return readdirSync(dir).map((name) => JSON.parse(readFileSync(path.join(dir, name), 'utf8')));
}

type Who = { result: { pid: number; sessionId: string; headers: Record<string, string> } };

describe('when a client opens a WebSocket to a runtime', () => {
  test('signed in headers, it reaches the process of the session, as InvokeAgentRuntime does', async () => {
    const invoked = await plane.call({ do: 'who' }, session);
    const socket = await connect(plane, {
      headers: { ...signed(), [SESSION]: session, [CUSTOM]: 'blue', 'mcp-name': 'look' },
      query: { qualifier: 'live' },
    });
    socket.send({ do: 'who' });
    const { result } = (await socket.next()) as Who;
    expect(result).toMatchObject({ pid: Object(invoked).pid, sessionId: session });
    expect(result.headers).toMatchObject({ [CUSTOM.toLowerCase()]: 'blue', 'mcp-name': 'look' });
    expect(socket.headers).toMatchObject({
      [SESSION]: session,
      'x-amzn-trace-id': result.headers['x-amzn-trace-id'],
      'x-amzn-requestid': expect.any(String),
    });
    socket.close();
    expect(await socket.closed).toMatchObject({ code: 1005 });
  });

  test('a presigned address does as well, with the session and headers in its query', async () => {
    const socket = await connect(plane, {
      headers: {},
      query: { [SESSION]: session, [CUSTOM]: 'blue', qualifier: 'DEFAULT', ...presigned() },
    });
    socket.send({ do: 'who' });
    expect(await socket.next()).toMatchObject({
      result: { sessionId: session, headers: { [CUSTOM.toLowerCase()]: 'blue' } },
    });
    socket.close();
  });

  test.each<[string, Parameters<typeof connect>[1]]>([
    [
      'an address for a take-over',
      { headers: {}, query: { ...presigned(), 'x-nova-act-local-take-overs-only': '1' } },
    ],
    ['a presigned address in a page', { headers: { origin: 'own' }, query: presigned() }],
  ])('%s does not reach the workflow', async (_what, options) => {
    const origin = options?.headers?.origin && { origin: plane.endpoint };
    const query = { ...options?.query, [SESSION]: session };
    const socket = await connect(plane, { headers: { ...origin }, query });
    // A word of its own: the record of an earlier test's message may still be on its way to the folder.
    const word = randomUUID();
    socket.send({ do: 'echo', value: word });
    expect(await socket.closed).toEqual({ code: 1008, reason: expect.stringMatching(/nothing was run/) });
    expect(records().filter(({ payload }) => Object(payload).value === word)).toEqual([]);
  });

  test('a program that signs in headers reaches it, also when it says that it is from here', async () => {
    const headers = { ...signed(), origin: plane.endpoint };
    const socket = await connect(plane, { headers, query: { [SESSION]: session } });
    socket.send({ do: 'who' });
    expect(await socket.next()).toMatchObject({ result: { sessionId: session } });
    socket.close();
  });

  test('where its variables say so, nobody reaches the workflow', async () => {
    const own = await startPlane();
    own.deploy({ NOVA_ACT_WEB_SOCKET: 'take-overs' });
    const socket = await connect(own, { query: { [SESSION]: randomUUID() } });
    socket.send({ do: 'who' });
    expect(await socket.closed).toMatchObject({ code: 1008 });
    await own.close();
  });

  test('every message is an invocation with a record of its own; large ones go both ways', async () => {
    const socket = await connect(plane, { query: { [SESSION]: session } });
    const values = [1, 'x'.repeat(3_000_000)];
    for (const value of values) {
      socket.send({ do: 'echo', value });
      expect(await socket.next()).toEqual({ type: 'result', result: value });
    }
    socket.terminate();
    const isEcho = ({ status, payload }: InvocationRecord): boolean =>
      status === 'SUCCEEDED' && Object(payload).do !== 'who';
    while (records().filter(isEcho).length < values.length)
      await new Promise((resolve) => setTimeout(resolve, 20));
  });
});

describe('when a WebSocket is refused, the answer is one of HTTP', () => {
  const old = presigned({ atMs: Date.now() - 301_000 });
  test.each([
    ['unsigned', { headers: {} }, 403, 'MissingAuthenticationTokenException'],
    ['from a page', { headers: { ...signed(), origin: 'https://a.example' } }, 403, 'AccessDeniedException'],
    ['to another host', { headers: { ...signed(), host: 'a.example' } }, 403, 'AccessDeniedException'],
    ['with an address that has expired', { headers: {}, query: old }, 403, 'InvalidSignatureException'],
    ['for too long', { headers: {}, query: presigned({ expires: '301' }) }, 403, 'InvalidSignatureException'],
    ['of no runtime', { runtimeArn: 'arn:aws:x' }, 404, 'ResourceNotFoundException'],
    ['in another region', { headers: signed('eu-west-1') }, 404, 'ResourceNotFoundException'],
    ['with a short session id', { query: { [SESSION]: 'a' } }, 400, 'ValidationException'],
  ])('%s', async (_, options, status, name) => {
    expect(await refusal(plane, options)).toMatchObject({ status, name, message: expect.any(String) });
  });

  test('of a process that does not come up', async () => {
    expect(await refusal(plane, { runtimeArn: plane.deployBroken() })).toMatchObject({
      status: 424,
      name: 'RuntimeClientError',
      message: expect.stringMatching(/ended with exit code 7 before it was ready\. Log: /),
    });
  });

  test('without an upgrade', async () => {
    const url = `${plane.endpoint}/runtimes/${encodeURIComponent(plane.arn)}/ws`;
    const answer = await fetch(url, { headers: signed() });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ message: expect.stringMatching(/ask for one, with/) });
  });
});

describe('when a WebSocket ends', () => {
  test('with its session, which is stopped, the client is told', async () => {
    const other = randomUUID();
    const socket = await connect(plane, { query: { [SESSION]: other } });
    await plane.stop(other);
    expect(await socket.closed).toEqual({ code: 1001, reason: 'The runtime host is ending.' });
  });

  test('with a process that says nothing, the client is told what became of it', async () => {
    const other = randomUUID();
    const socket = await connect(plane, { query: { [SESSION]: other } });
    socket.send({ do: 'who' });
    const { result } = (await socket.next()) as Who;
    socket.send({ do: 'wait' });
    const waiting = (): InvocationRecord | undefined =>
      records().find((record) => record.sessionId === other && Object(record.payload).do === 'wait');
    while (waiting() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    process.kill(result.pid, 'SIGKILL');
    const reason = "The runtime's process was ended by SIGKILL before it answered";
    expect(await socket.closed).toEqual({ code: 1011, reason });
    expect(waiting()).toMatchObject({
      status: 'FAILED',
      error: { message: reason },
      log: expect.stringContaining(other),
    });
    expect(readdirSync(path.join(plane.stateDir, 'open-invocations'))).toEqual([]);
  });

  test('because it has lasted too long, or local AWS ends, the client is told, and nothing is left', async () => {
    const short = await startPlane({ limits: { streamTimeoutMs: 300 } });
    const query = { [SESSION]: session };
    const socket = await connect(short, { query });
    expect(await socket.closed).toMatchObject({
      code: 1001,
      reason: expect.stringMatching(/0\.3 s at most/),
    });
    const last = await connect(short, { query });
    await short.close();
    expect(await last.closed).toMatchObject({ code: 1001 });
  });
});

describe('when a client offers another protocol than WebSocket', () => {
  test('its request is served without', async () => {
    const { port, host } = new URL(plane.endpoint);
    const socket = connectTcp(Number(port), '127.0.0.1');
    const body = '{"do":"echo","value":"there"}';
    const head = [
      `POST /runtimes/${encodeURIComponent(plane.arn)}/invocations HTTP/1.1`,
      ...[`host: ${host}`, `authorization: ${signed().authorization}`, `content-length: ${body.length}`],
      `${SESSION}: ${session}`,
      ...['connection: upgrade, close', 'upgrade: h2c', '', ''],
    ];
    socket.write(head.join('\r\n'));
    socket.write(body);
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 OK\r\n[\s\S]*"there"/);
  });
});
