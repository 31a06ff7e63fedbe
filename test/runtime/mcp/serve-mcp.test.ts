import { afterEach, describe, expect, test } from '@jest/globals';
import { Client, type ClientOptions, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { z } from 'zod';
import { deferred } from '../../../lib/core/async.ts';
import { jsonLogger, type Main, type RuntimeServer } from '../../../lib/runtime/index.ts';
import { serveMcp } from '../../../lib/runtime/mcp/index.ts';
import { workflow } from '../../../lib/sdk/index.ts';

const servers: RuntimeServer[] = [];
const clients: { close(): Promise<void> }[] = [];
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()));
  await Promise.all(servers.splice(0).map((server) => server.close({ graceMs: 0 })));
});

const SESSION = { 'mcp-session-id': 'a-session-that-the-platform-made-up' };

async function host(main: Main, options: { maxWaitMs?: number } = {}) {
  const lines: string[] = [];
  const logger = jsonLogger({ level: 'info', write: (line) => lines.push(line) });
  const tool = { name: 'shop', description: 'Buys shoes.' };
  const server = await serveMcp({ main, tool, host: '127.0.0.1', port: 0, logger, ...options });
  servers.push(server);
  const url = `http://127.0.0.1:${server.port}`;
  const post = (body: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${url}/mcp`, {
      method: 'POST',
      body,
      headers: { accept: 'application/json, text/event-stream', ...headers },
    });
  const ping = async (): Promise<unknown> => (await fetch(`${url}/ping`)).json();
  return { server, url, post, ping, lines };
}

async function connect(url: string, options: ClientOptions = {}): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' }, options);
  clients.push(client);
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers: SESSION } }),
  );
  return client;
}

const call = (client: Client, name: string, given: Record<string, unknown> = {}) =>
  client.callTool({ name, arguments: given });

const MODERN: ClientOptions = { versionNegotiation: { mode: 'auto' } };
const echo: Main = (payload) => ({ payload });
/** Ends when it is told to. */
const untilStopped: Main = (_payload, { signal }) =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

describe('a client', () => {
  test.each([
    ['that shakes hands', {}, '2025-11-25'],
    ['of the stateless version', MODERN, '2026-07-28'],
  ])('%s lists the tools, and calls the workflow', async (_, options, version) => {
    const { url } = await host(echo);
    const client = await connect(url, options);

    expect(client.getNegotiatedProtocolVersion()).toBe(version);
    expect((await client.listTools()).tools).toMatchObject([
      { name: 'shop', description: expect.stringMatching(/^Buys shoes\./), inputSchema: { type: 'object' } },
      { name: 'shop_start', inputSchema: { type: 'object' } },
      { name: 'shop_status', inputSchema: { required: ['id'] }, annotations: { readOnlyHint: true } },
    ]);
    expect(await call(client, 'shop', { size: 9 })).toMatchObject({
      content: [{ type: 'text', text: '{"payload":{"size":9}}' }],
      structuredContent: { payload: { size: 9 } },
    });
  });

  test('of the older SDK does the same, with progress', async () => {
    const { url } = await host((payload, { publishProgress }) => {
      publishProgress({ type: 'log', level: 'info', message: 'half way' });
      return payload;
    });
    const client = new OldClient({ name: 'old', version: '1' });
    clients.push(client);
    // Its types were written without exact optional members.
    await client.connect(new OldTransport(new URL(`${url}/mcp`)) as Parameters<typeof client.connect>[0]);
    const progress: unknown[] = [];

    const result = await client.callTool({ name: 'shop', arguments: { size: 9 } }, undefined, {
      onprogress: (event) => progress.push(event),
    });

    expect(result).toMatchObject({ structuredContent: { size: 9 } });
    expect(progress).toEqual([
      { progress: 1, message: expect.stringMatching(/^run local\.[0-9a-f-]{36} started$/) },
      { progress: 2, message: 'info: half way' },
    ]);
  });

  test.each(['2024-11-05', '2025-03-26', '2025-06-18'])('of version %s is understood', async (version) => {
    const { post } = await host(echo);
    const params = { protocolVersion: version, capabilities: {}, clientInfo: { name: 'x', version: '1' } };

    const response = await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params }));

    expect(await response.text()).toContain(`"protocolVersion":"${version}"`);
  });
});

describe('a call', () => {
  test('answers what is no object as text only', async () => {
    const { url } = await host(() => [1, null]);

    const result = await call(await connect(url), 'shop');

    expect(result).toEqual({ content: [{ type: 'text', text: '[1,null]' }] });
  });

  test('takes what the payload of the workflow says, and is told all that is wrong', async () => {
    const main = workflow(
      {
        definitionName: 'shop',
        payload: z.object({ url: z.url(), size: z.int().describe('in EU sizes').default(40) }),
      },
      async () => 'never',
    ) as Main;
    const { url, lines } = await host(main);
    const client = await connect(url);

    const [tool] = (await client.listTools()).tools;
    const result = await call(client, 'shop', { url: 'no address', size: 1.5 });

    expect(tool?.inputSchema).toMatchObject({
      type: 'object',
      properties: {
        url: { type: 'string', format: 'uri' },
        size: { description: 'in EU sizes', default: 40 },
      },
      required: ['url'],
    });
    expect(result).toMatchObject({
      isError: true,
      content: [{ text: expect.stringMatching(/^PayloadError: The payload is not valid: url: .*; size: /) }],
      structuredContent: { error: { issues: [{ path: 'url' }, { path: 'size' }] } },
    });
    expect(lines.join('')).not.toContain('no address');
    expect(await call(client, 'shop_start', {})).toMatchObject({
      isError: true,
      structuredContent: { error: { name: 'PayloadError', issues: [{ path: 'url' }] } },
    });
  });

  test.each([
    ['of zod', z.object({ url: z.url().describe('Page'), at: z.coerce.date() }), ['url', 'at']],
    [
      'of a library that writes no JSON Schema',
      { '~standard': { version: 1, vendor: 'own', validate: () => ({ issues: [{ message: 'is old' }] }) } },
      undefined,
    ],
  ])('takes any object where JSON Schema has no word, and is checked: %s', async (_, payload, required) => {
    const { url } = await host(
      workflow({ definitionName: 'shop', payload: payload as z.ZodType }, () => 1) as Main,
    );
    const client = await connect(url);

    const [tool] = (await client.listTools()).tools;
    expect(tool?.inputSchema).toMatchObject({ type: 'object', ...(required && { required }) });
    expect(await call(client, 'shop', { url: 'https://shop.example' })).toMatchObject({
      isError: true,
      structuredContent: { error: { name: 'PayloadError' } },
    });
  });

  test('of a workflow that throws is an error with name and message', async () => {
    const { url } = await host(() => {
      throw new RangeError('sold out');
    });

    expect(await call(await connect(url), 'shop')).toMatchObject({
      isError: true,
      content: [{ text: 'RangeError: sold out' }],
      structuredContent: { error: { name: 'RangeError', requestId: expect.any(String) } },
    });
  });

  test('knows the session of the platform, and the headers that reach workflows', async () => {
    const { post } = await host((_payload, { sessionId, requestId, headers }) => ({
      sessionId,
      requestId,
      headers,
    }));
    const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'shop' } };

    const response = await post(JSON.stringify(body), {
      ...SESSION,
      'x-amzn-bedrock-agentcore-runtime-session-id': 'runtime-session',
      'x-amzn-bedrock-agentcore-runtime-request-id': 'request-1',
      'x-amzn-bedrock-agentcore-runtime-user-id': 'ann',
    });

    const [, data = ''] = /^data: (.*)$/m.exec(await response.text()) ?? [];
    expect(JSON.parse(data).result.structuredContent).toMatchObject({
      sessionId: 'runtime-session',
      requestId: 'request-1',
      headers: { 'x-amzn-bedrock-agentcore-runtime-user-id': 'ann', ...SESSION },
    });
  });

  test('while another one runs is refused, with what to do', async () => {
    const { url, ping, post } = await host(untilStopped);
    const client = await connect(url);
    const { structuredContent } = await call(client, 'shop_start');

    expect(structuredContent).toMatchObject({ novaActInvocation: { status: 'RUNNING' } });
    expect(await ping()).toMatchObject({ status: 'HealthyBusy' });
    const { id } = (structuredContent as { novaActInvocation: { id: string } }).novaActInvocation;
    expect(await call(client, 'shop')).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining(`one invocation (id ${id}).`) }],
      structuredContent: {
        error: { name: 'InvocationInProgress', retryable: true, invocationIds: [id] },
      },
    });
    const other = await (
      await post(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'shop' } }), {
        'mcp-session-id': 'of-somebody-else',
      })
    ).text();
    expect(other).toContain('InvocationInProgress');
    expect(other).not.toContain(id);
  });

  test('of no tool is an error of the protocol', async () => {
    const { url } = await host(echo);

    await expect(call(await connect(url), 'shoe')).rejects.toMatchObject({ code: -32602 });
  });

  test('under way when the host ends is answered', async () => {
    const { url, server, ping } = await host(untilStopped);
    const client = await connect(url);
    const result = call(client, 'shop');
    while (((await ping()) as { status: string }).status !== 'HealthyBusy');

    await server.close({ reason: new Error('The runtime host is ending: SIGTERM received.') });

    expect(await result).toMatchObject({
      isError: true,
      content: [{ text: 'Error: The runtime host is ending: SIGTERM received.' }],
    });
  });
});

describe('a run that takes long', () => {
  const long = (): { main: Main; end: (result: unknown) => void } => {
    const { promise, resolve } = deferred<unknown>();
    return { main: () => promise, end: resolve };
  };
  const idOf = ({ structuredContent }: { structuredContent?: unknown }): string =>
    z.object({ novaActInvocation: z.object({ id: z.string() }) }).parse(structuredContent).novaActInvocation
      .id;

  test.each([
    ['a call that waited long enough', 'shop', {}],
    ['a call that does not wait', 'shop_start', MODERN],
  ])('%s has an id, by which its result can be asked for', async (_, tool, options) => {
    const { main, end } = long();
    const { url, ping } = await host(main, { maxWaitMs: 20 });
    const client = await connect(url, options);

    const started = await call(client, tool);
    const id = idOf(started);

    expect(started).toMatchObject({
      content: [{ text: expect.stringContaining(`Call shop_status with {"id":"${id}"}`) }],
    });
    expect(started.isError).toBeUndefined();
    expect(id).toMatch(/^a-session-that-the-platform-made-up\./);
    expect(await ping()).toMatchObject({ status: 'HealthyBusy' });
    expect(await call(client, 'shop_status', { id, waitSeconds: 0 })).toMatchObject({
      structuredContent: { novaActInvocation: { id, status: 'RUNNING' } },
    });
    const ended = call(client, 'shop_status', { id });
    end({ shoes: 'x'.repeat(300_000) });
    // Whole, as whoever waits for it gets it.
    expect(await ended).toMatchObject({
      structuredContent: {
        novaActInvocation: { status: 'SUCCEEDED', result: { shoes: 'x'.repeat(300_000) } },
      },
    });
    expect(await ping()).toMatchObject({ status: 'Healthy' });
  });

  test('goes on when its caller has gone, who gets the result later', async () => {
    const { main, end } = long();
    const { url } = await host(main);
    const client = await connect(url);
    const leaving = new AbortController();
    const told = deferred<string>();
    const result = client.callTool(
      { name: 'shop' },
      {
        signal: leaving.signal,
        onprogress: ({ message = '' }) => told.resolve(message),
      },
    );
    const [, id = ''] = / (\S+) started/.exec(await told.promise) ?? [];
    leaving.abort();
    await expect(result).rejects.toThrow();
    end('done');

    expect(await call(client, 'shop_status', { id })).toMatchObject({
      structuredContent: { novaActInvocation: { status: 'SUCCEEDED', result: 'done' } },
    });
  });

  test('and fails is an error for whoever asks', async () => {
    const { url } = await host(() => Promise.reject(new Error('sold out')));
    const client = await connect(url);
    const id = idOf(await call(client, 'shop_start'));

    expect(await call(client, 'shop_status', { id })).toMatchObject({
      isError: true,
      structuredContent: { novaActInvocation: { status: 'FAILED', error: { message: 'sold out' } } },
    });
  });

  test.each([
    [{ id: 'nobody.00000000-0000-0000-0000-000000000000' }, 'InvocationNotFound: '],
    [{}, 'PayloadError: The payload is not valid: must have required property '],
    [{ id: 'x', waitSeconds: 61 }, 'PayloadError: The payload is not valid: waitSeconds: must be <= 60'],
  ])('asked for by %j, it is not found', async (question, text) => {
    const { url } = await host(echo);

    expect(await call(await connect(url), 'shop_status', question)).toMatchObject({
      isError: true,
      content: [{ text: expect.stringContaining(text) }],
    });
  });
});

describe('the host refuses', () => {
  test.each([
    ['no JSON', '{', 400, -32700],
    ['no message', '{}', 400, -32600],
    ['nothing', '', 400, -32600],
  ])('%s', async (_, body, status, code) => {
    const { post } = await host(echo);
    const response = await post(body);

    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ jsonrpc: '2.0', id: null, error: { code } });
  });

  test.each(['GET', 'DELETE', 'PUT'])('%s /mcp: there are no sessions here', async (method) => {
    const { url } = await host(echo);
    const response = await fetch(`${url}/mcp`, { method, headers: { accept: 'text/event-stream' } });

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });

  test('a web page of this machine, and paths of the other protocol', async () => {
    const { url, post } = await host(echo);

    expect((await post('{}', { origin: 'http://evil.example' })).status).toBe(403);
    const other = await fetch(`${url}/invocations`, { method: 'POST', body: '{}' });
    expect(other.status).toBe(404);
    expect(await other.json()).toMatchObject({
      error: { message: expect.stringContaining('Use POST /mcp') },
    });
  });

  test.each([
    ['a text', z.string(), '"string"'],
    ['a list', z.array(z.object({})), '"array"'],
    ['a date', z.coerce.date(), '"date"'],
  ])('a workflow whose payload is %s, before it listens', async (_, payload, type) => {
    const main = workflow({ definitionName: 'shop', payload: payload as z.ZodType }, () => 1) as Main;

    await expect(host(main)).rejects.toThrow(
      `The payload of the workflow is of type ${type}. A tool takes an object.`,
    );
  });

  test('a tool with a name that models do not take', async () => {
    await expect(serveMcp({ main: echo, tool: { name: 'buy shoes' } })).rejects.toThrow(
      'The tool is named "buy shoes". Allowed are 1 to 57 characters',
    );
  });
});

test('the platform asks for its health in the protocol, as carelessly as it likes', async () => {
  const { url } = await host(echo);
  const body = '{"jsonrpc":"2.0","method":"ping","params":null,"id":4}';
  const response = await fetch(`${url}/mcp/`, {
    method: 'POST',
    body,
    headers: { accept: 'application/json' },
  });

  expect(await response.json()).toEqual({ jsonrpc: '2.0', id: 4, result: {} });
});
