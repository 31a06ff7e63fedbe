import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { bundleWorkflow } from '../../lib/bundle/index.ts';
import { stopMessage } from '../../lib/contract/stopped-run.ts';
import { makeProject } from '../bundle/project.ts';

const WORKFLOW = `
  export const main = async (payload, { signal }) => {
    if (payload.do === 'reject') { Promise.reject(new Error('nobody catches this')); await new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason))); }
    if (payload.do === 'say') {
      console.log('hello %s', 'world', { a: 1 });
      await new Promise((resolve) => setTimeout(resolve, 5));
      console.group('inside'); console.warn('careful'); console.groupEnd();
      console.error('password is', process.env.SHOP_PASSWORD, encodeURIComponent(process.env.SHOP_PASSWORD));
      console.table([{ b: 2 }]); console.assert(1 > 2, 'never'); console.debug('not shown');
    }
    if (payload.do === 'quote') {
      const { card, name } = payload;
      Promise.reject(new Error([card, name.toUpperCase(), encodeURIComponent(name), new URLSearchParams({ name }), Buffer.from('x:' + name).toString('base64')].join(' | ')));
    }
    if (payload.do === 'quote' || payload.do === 'wait') await new Promise((_, no) => signal.addEventListener('abort', () => no(signal.reason)));
    return { pid: process.pid };
  };
`;

const SDK = path.resolve(import.meta.dirname, '../../lib/sdk/index.ts');
const SECRETIVE = `
  import { secret } from ${JSON.stringify(SDK)};
  export const main = async () => {
    const value = await secret('LOGIN_ARN', { key: 'password' });
    console.log('typing', value);
    process.stderr.write('raw ' + value + '\\n');
    throw new Error('cannot type ' + value, { cause: new Error('into the field: ' + value) });
  };
`;

const project = makeProject({
  'workflows/good.ts': WORKFLOW,
  'workflows/secretive.ts': SECRETIVE,
  'workflows/broken.ts': `throw new Error('broken at load'); export const main = () => 1;`,
});
const children: ChildProcess[] = [];

beforeAll(async () => {
  for (const name of ['good', 'broken', 'secretive']) {
    await bundleWorkflow({
      projectRoot: project.root,
      entry: `workflows/${name}.ts`,
      outDir: path.join(project.root, name),
    });
  }
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => project.remove());

function start(name: string, env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [path.join(project.root, name, 'main.mjs')], {
    env: { PATH: process.env.PATH, NOVA_ACT_RUNTIME_HOST: '127.0.0.1', NOVA_ACT_RUNTIME_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  let output = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    output += chunk;
  });
  const ended = once(child, 'close').then(([code]) => ({ code, output }));
  const ready = once(child, 'message').then(([message]) => {
    const url = `http://127.0.0.1:${message.port}`;
    return {
      message,
      ping: async (): Promise<{ status: string }> =>
        (await fetch(`${url}/ping`)).json() as Promise<{ status: string }>,
      invoke: (payload: unknown): Promise<Response> =>
        fetch(`${url}/invocations`, { method: 'POST', body: JSON.stringify(payload) }),
    };
  });
  return { child, ready, ended };
}

async function untilBusy(ping: () => Promise<{ status: string }>): Promise<void> {
  while ((await ping()).status !== 'HealthyBusy');
}

describe('when a bundle is started', () => {
  test('it tells its parent the port, answers pings and invocations, and ends with 0 on SIGTERM', async () => {
    const { child, ready, ended } = start('good');
    const { message, ping, invoke } = await ready;
    expect(message).toEqual({ type: 'nova-act-runtime-listening', port: expect.any(Number) });
    expect((await ping()).status).toBe('Healthy');
    expect(await (await invoke({})).json()).toEqual({ pid: child.pid });
    child.kill('SIGTERM');
    const { code, output } = await ended;
    expect(code).toBe(0);
    for (const line of output.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('level');
  });
});

describe('when it is told to end in the middle of an invocation', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    '%s aborts it, answers it, and the process ends with 0',
    async (signal) => {
      const { child, ready, ended } = start('good');
      const { ping, invoke } = await ready;
      const answer = invoke({ do: 'wait' });
      await untilBusy(ping);
      child.kill(signal);
      expect((await answer).status).toBe(503);
      expect(await (await answer).json()).toMatchObject({
        error: { message: `The runtime host is ending: ${signal} received.` },
      });
      expect((await ended).code).toBe(0);
    },
  );
});

test('why it is told to end is what is told of an invocation, when whoever ends it says so', async () => {
  const { child, ready, ended } = start('good');
  const { ping, invoke } = await ready;
  const answer = invoke({ do: 'wait' });
  await untilBusy(ping);

  child.send(stopMessage('The run was stopped: enough.'), () => child.kill('SIGTERM'));

  expect(await (await answer).json()).toMatchObject({ error: { message: 'The run was stopped: enough.' } });
  expect((await ended).code).toBe(0);
});

describe('when the workflow speaks', () => {
  test('its words are lines like all others, with level and ids and without secrets', async () => {
    const { child, ready, ended } = start('good', { SHOP_PASSWORD: 'p&ss wörd' });
    const { invoke } = await ready;
    await invoke({ do: 'say' });
    child.kill('SIGTERM');
    const lines = (await ended).output
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const { requestId } = lines.find(({ message }) => message === 'invocation started');
    const said = lines.filter(({ message }) =>
      /hello|inside|careful|password|│ b|Assertion|shown/.test(message),
    );
    expect(said.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'hello world { a: 1 }'],
      ['info', 'inside'],
      ['warn', '  careful'],
      ['error', 'password is [secret] [secret]'],
      ['info', expect.stringContaining('│ b')],
      ['error', 'Assertion failed: never'],
    ]);
    expect(new Set(said.map((line) => line.requestId))).toEqual(new Set([requestId]));
  });
});

describe('when what nobody listens to quotes the payload', () => {
  test('its values are not in the log, however they are written', async () => {
    const { ready, ended } = start('good');
    const { invoke } = await ready;
    await invoke({ do: 'quote', card: 4111_1111, name: 'Ann é "Lee" & Co' }).catch(() => undefined);
    const { output } = await ended;
    const line = output.split('\n').find((text) => text.includes('unhandled rejection')) ?? '';
    expect(JSON.parse(line).error).toMatch(
      /^Error: \[payload\] \| \[payload\] \| \[payload\] \| name=\[payload\] \| \S*\[payload\]\S*\n/,
    );
  });
});

describe('when a promise is rejected and nobody listens', () => {
  test('the caller gets the error by its name, the log tells the reason, and the process ends with 1', async () => {
    const { ready, ended } = start('good');
    const { invoke } = await ready;
    const response = await invoke({ do: 'reject' });
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ error: { name: 'Error', message: 'nobody catches this' } });
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toMatch(
      /"level":"error".*"message":"unhandled rejection","error":"Error: nobody catches this/,
    );
  });
});

test('a secret that the workflow has fetched is in nothing that it writes, and in no answer', async () => {
  const server = createServer((_, response) =>
    response.end('{"SecretString":"{\\"password\\":\\"tr0ub4dor&3\\"}"}'),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  const { child, ready, ended } = start('secretive', {
    LOGIN_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:login-AbCdEf',
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${typeof address === 'object' && address?.port}`,
  });
  const answer = await (await (await ready).invoke({})).text();
  server.close();
  child.kill('SIGTERM');
  const { output } = await ended;

  expect(answer).toContain('cannot type [secret] (cause: into the field: [secret])');
  expect(output).toContain('typing [secret]');
  expect(output).toContain('raw [secret]');
  expect(output).toContain('Error: cannot type [secret]');
  expect(output).not.toContain('tr0ub4dor');
});

describe('when the parent is gone', () => {
  test('the process ends by itself', async () => {
    const script = `
      const child = require('node:child_process').spawn(process.execPath, [process.argv[1]], {
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      child.on('message', () => process.send('up'));
    `;
    const parent = spawn(process.execPath, ['--eval', script, path.join(project.root, 'good', 'main.mjs')], {
      env: { PATH: process.env.PATH, NOVA_ACT_RUNTIME_HOST: '127.0.0.1', NOVA_ACT_RUNTIME_PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    });
    children.push(parent);
    let output = '';
    parent.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    await once(parent, 'message');
    parent.kill('SIGKILL');
    // The pipe is closed when the last process that writes into it has ended.
    await once(parent, 'close');
    expect(output).toContain('parent process ended');
  });
});

describe('when it cannot work', () => {
  test('a workflow that throws while it is loaded ends the process with the reason', async () => {
    const { ready, ended } = start('broken');
    const { ping } = await ready;
    await ping();
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toMatch(/"message":"the workflow cannot be loaded","error":"Error: broken at load/);
  });

  test('wrong settings are one line, and exit code 1', async () => {
    const { ended } = start('good', { NOVA_ACT_RUNTIME_PORT: 'http' });
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output.trim().split('\n')).toHaveLength(1);
    expect(output).toContain('NOVA_ACT_RUNTIME_PORT is \\"http\\"');
  });

  test('an occupied port is told, and exit code 1', async () => {
    const { message } = await start('good').ready;
    const { ended } = start('good', { NOVA_ACT_RUNTIME_PORT: String(message.port) });
    const { code, output } = await ended;
    expect(code).toBe(1);
    expect(output).toContain('EADDRINUSE');
  });
});
