import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { mcpTools } from '../../lib/mcp/index.ts';
import { NovaAct, workflow } from '../../lib/sdk/index.ts';
import { agentCall, scriptedAgent, startScenario } from '../../lib/testing/index.ts';
import { descendantsOf, isRunning, stillRunning } from '../browser/support/processes.ts';
import { calling, everything, opened, rawServer, runningServers, server } from './support.ts';

const [everythingFile = ''] = everything.args;
const started = new Set<ChildProcess>();

afterEach(() => {
  for (const child of started) child.kill('SIGKILL');
  started.clear();
});

/** The server of all that MCP has, behind streamable HTTP. */
async function startEverything(): Promise<{
  readonly url: string;
  readonly child: ChildProcess;
  readonly log: () => string;
}> {
  const port = await freePort();
  const child = spawn(process.execPath, [everythingFile, 'streamableHttp'], {
    env: { PATH: process.env.PATH, PORT: String(port) },
  });
  started.add(child);
  let log = '';
  child.stdout.on('data', (chunk) => {
    log += chunk;
  });
  await new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk) => String(chunk).includes('listening') && resolve());
  });
  return { url: `http://127.0.0.1:${port}/mcp`, child, log: () => log };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

/** An address that answers as told. */
async function answering(status: number, headers: Record<string, string>): Promise<string> {
  const http = createServer((_, response) => response.writeHead(status, headers).end());
  http.unref().listen(0, '127.0.0.1');
  await new Promise((resolve) => http.once('listening', resolve));
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
}

describe('a server behind streamable HTTP', () => {
  test('is used by an act, told of a call that is canceled, and of the end of the session', async () => {
    const { url, log } = await startEverything();
    const agent = scriptedAgent([
      {
        prompt: /Add/,
        steps: [[agentCall.tool('get-sum', { a: 2, b: 3 })]],
        returns: 'added',
      },
      {
        prompt: /Wait/,
        steps: [[agentCall.tool('trigger-long-running-operation', { duration: 60, steps: 60 })]],
      },
    ]);
    await using scenario = await startScenario({ agent });
    const main = workflow({ definitionName: 'sums' }, async () => {
      await using nova = await NovaAct.start({
        tools: [mcpTools({ url, only: ['get-sum', 'trigger-long-running-operation'] })],
      });
      const { response } = await nova.act('Add');
      const before = performance.now();
      await expect(nova.act('Wait', { timeoutMs: 2000 })).rejects.toMatchObject({ name: 'ActTimeoutError' });
      expect(performance.now() - before).toBeLessThan(4000);
      return response;
    });

    expect(await scenario.run(() => main())).toBe('added');
    const [act] = scenario.aws.store.acts();
    const [, step] = scenario.aws.store.steps(act?.actId ?? '');
    expect(step?.results[0]?.text).toBe('"The sum of 2 and 3 is 5."');
    expect(log()).toContain('Received session termination request');
  });

  test('that is gone during a call fails the act long before the time of the call is over', async () => {
    const { url, child } = await startEverything();
    const source = await opened(mcpTools({ url }));
    const call = calling(source, 'trigger-long-running-operation', { duration: 60, steps: 60 });
    // On a busy machine the call may not have arrived by then: it cannot be reached either way.
    setTimeout(() => child.kill('SIGKILL'), 300);

    await expect(call).rejects.toMatchObject({
      name: 'ActMCPError',
      message: expect.stringMatching(/ failed: it cannot be reached/),
    });
    await expect(calling(source, 'echo', { message: 'x' })).rejects.toThrow('it cannot be reached');
    await source.close();
  });

  test.each([
    [401, {}, 'it refuses the caller. Pass what it asks for in `headers`, such as `Authorization`.'],
    [403, {}, 'it refuses the caller.'],
    [
      307,
      { location: 'https://other.example.com/mcp?key=1' },
      'it redirects to https://other.example.com/mcp. If that is the server, pass it as `url`.',
    ],
    [500, {}, 'cannot be used: '],
  ])('that answers %i is told', async (status, headers, message) => {
    const url = await answering(status, headers as Record<string, string>);

    await expect(
      opened(mcpTools({ url, headers: { authorization: 'Bearer s3cr3t-s3cr3t-s3cr3t' } })),
    ).rejects.toThrow(message);
  });
});

/** A server that has one tool; `answer` gives the answer to its calls. */
async function oneTool(answer: (response: ServerResponse, id: number) => void): Promise<string> {
  const http = createServer(async (request, response) => {
    const { id, method } = JSON.parse((await text(request)) || '{}');
    if (id === undefined) return void response.writeHead(request.method === 'POST' ? 202 : 405).end();
    if (method === 'tools/call') return answer(response, id);
    const result =
      method === 'initialize'
        ? {
            protocolVersion: '2025-06-18',
            capabilities: { tools: {} },
            serverInfo: { name: 'x', version: '1' },
          }
        : { tools: [{ name: 'good', inputSchema: { type: 'object' } }] };
    response
      .setHeader('content-type', 'application/json')
      .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
  });
  http.unref().listen(0, '127.0.0.1');
  await once(http, 'listening');
  return `http://127.0.0.1:${(http.address() as AddressInfo).port}/mcp`;
}

const huge = (id: number): string =>
  JSON.stringify({
    jsonrpc: '2.0',
    id,
    result: { content: [{ type: 'text', text: 'x'.repeat(100_000_001) }] },
  });

test.each<[string, (response: ServerResponse, id: number) => void, RegExp]>([
  [
    'accepts a call only',
    (response) => response.writeHead(202).end(),
    /it accepted a request \(202\), and gave no/,
  ],
  [
    'ends its stream without a result',
    (response) => response.setHeader('content-type', 'text/event-stream').end(': nothing\n\n'),
    /it ended its answer without a result/,
  ],
  [
    'gives too much as JSON',
    (response, id) => response.setHeader('content-type', 'application/json').end(huge(id)),
    /failed: its answer has more than 100000000 bytes/,
  ],
  [
    'gives too much as a stream',
    (response, id) => response.setHeader('content-type', 'text/event-stream').end(`data: ${huge(id)}\n\n`),
    /failed: its answer has more than 100000000 bytes/,
  ],
])('a server behind streamable HTTP that %s fails the call at once', async (_, answer, message) => {
  const source = await opened(mcpTools({ url: await oneTool(answer) }));

  await expect(calling(source, 'good')).rejects.toThrow(message);
  await source.close();
});

test('a result that is too large is said to be that, and the server goes on', async () => {
  const source = await opened(mcpTools(rawServer('huge')));

  for (const _ of ['first', 'second'])
    await expect(calling(source, 'good')).rejects.toThrow(
      'failed: its answer has more than 100000000 bytes, which is the limit for results of tools.',
    );
  await source.close();
});

test('a server of the later protocol only is spoken to in that', async () => {
  const source = await opened(mcpTools(server('later')));

  expect(await calling(source, 'echo', { message: 'hello' })).toBe('hello');
  await source.close();
});

test('a call that hangs fails when its time is over, and the server goes on', async () => {
  const source = await opened(mcpTools({ ...server('tools', '/dev/null'), callTimeoutMs: 2000 }));

  await expect(calling(source, 'hang')).rejects.toMatchObject({
    name: 'ActMCPError',
    message: expect.stringMatching(/failed: it did not answer within 2000 ms \(callTimeoutMs\)\.$/),
  });
  expect(await calling(source, 'echo', { message: 'on' })).toBe('on');
  await source.close();
});

describe('nothing goes on running', () => {
  test('of a server that does not end, nor of what it has started', async () => {
    const source = await opened(mcpTools(server('stubborn')));
    expect(runningServers()).toHaveLength(2);

    await source.close();

    expect(runningServers()).toEqual([]);
  });

  test('of a server that never answers', async () => {
    const silent = mcpTools({ ...server('silent'), connectTimeoutMs: 2000 });

    await expect(opened(silent)).rejects.toThrow(
      'cannot be used: it did not answer within 2000 ms (connectTimeoutMs).',
    );

    expect(runningServers()).toEqual([]);
  });

  test('when another part of the start fails, or the run is canceled', async () => {
    await using scenario = await startScenario({ agent: scriptedAgent([]) });
    const tools = [mcpTools(server('silent')), mcpTools(server('tools'))];
    const broken = { kind: 'local', open: async () => Promise.reject(new Error('no browser')) } as const;
    const failing = workflow(
      { definitionName: 'fails' },
      async () => void (await NovaAct.start({ tools, browser: broken })),
    );
    const canceled = workflow({ definitionName: 'canceled', signal: AbortSignal.timeout(500) }, async () => {
      await NovaAct.start({ tools });
    });

    await expect(scenario.run(() => failing())).rejects.toMatchObject({ name: 'StartFailed' });
    expect(runningServers()).toEqual([]);
    await expect(scenario.run(() => canceled())).rejects.toMatchObject({ name: 'ActCanceledError' });
    expect(runningServers()).toEqual([]);
  });

  test('when names do not go together', async () => {
    await using scenario = await startScenario({ agent: scriptedAgent([]) });
    const main = workflow({ definitionName: 'names' }, async () => {
      await NovaAct.start({ tools: [mcpTools(server('tools')), mcpTools(server('tools'))] });
    });

    await expect(scenario.run(() => main())).rejects.toMatchObject({
      name: 'ValidationFailed',
      message: expect.stringContaining('Two tools have the name "echo": one is of the MCP server'),
    });
    expect(runningServers()).toEqual([]);
  });

  test('of a server that crashes, and leaves what it has started', async () => {
    const source = await opened(mcpTools(server('leaves')));
    const servers = descendantsOf(process.pid).filter(({ command }) => command.includes('-e setInterval'));
    expect(servers).toHaveLength(1);

    await expect(calling(source, 'die')).rejects.toThrow('its process has ended');

    expect(stillRunning(servers.map(({ pid }) => pid))).toEqual([]);
    await source.close();
  });

  test('when a signal ends the process during a call', async () => {
    const { child, output } = startFixture('signaled.ts');
    await new Promise((resolve) => child.stdout?.once('data', resolve));
    const pids = output().trim().split(' ').map(Number);
    // The stubborn one with its child, the shell, and the server behind it.
    expect(stillRunning(pids)).toHaveLength(4);

    child.kill('SIGTERM');
    const [, endedBy] = await once(child, 'exit');

    expect(endedBy).toBe('SIGTERM');
    expect(stillRunning(pids)).toEqual([]);
  });

  test('when the process exits without closing anything', async () => {
    const { child, output } = startFixture('exits.ts');
    await once(child, 'close');

    expect(output()).toMatch(/^\d+\n$/);
    expect(isRunning(Number(output()))).toBe(false);
  });
});

/** A program that uses servers. */
function startFixture(name: string): { readonly child: ChildProcess; readonly output: () => string } {
  const file = path.join(import.meta.dirname, 'fixtures', name);
  const child = spawn(process.execPath, ['--import', 'tsx', file], { stdio: ['ignore', 'pipe', 'inherit'] });
  started.add(child);
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  return { child, output: () => output };
}
