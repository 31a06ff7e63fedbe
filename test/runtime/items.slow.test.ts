import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { bundleWorkflow } from '../../lib/bundle/index.ts';
import { asyncEnvelope } from '../../lib/contract/envelope.ts';
import { itemInvocationId, itemSessionId } from '../../lib/contract/fleet-item.ts';
import type { InvocationRecord } from '../../lib/contract/invocation-record.ts';
import type { ItemRun } from '../../lib/contract/item-run.ts';
import { makeProject } from '../bundle/project.ts';
import { FleetAws, RUNTIME_ARN } from './fleet-aws.ts';

jest.setTimeout(60_000);

const project = makeProject({
  'workflows/deeds.ts': `
    export const main = async ({ deed }, { signal }) => {
      if (deed === 'return') return 'done';
      if (deed === 'kill') process.kill(process.pid, 'SIGKILL');
      if (deed === 'ignore') await new Promise(() => setInterval(() => {}, 1000));
      if (deed === 'throw later') setTimeout(() => { throw new TypeError('x is odd'); }, 50);
      await new Promise((_, no) => signal.addEventListener('abort', () => no(deed === 'hide' ? new Error('hidden') : signal.reason)));
    };
  `,
});
const outDir = path.join(project.root, 'out');
const children: ChildProcess[] = [];
let aws: FleetAws;

beforeAll(async () => {
  await bundleWorkflow({ projectRoot: project.root, entry: 'workflows/deeds.ts', outDir });
  aws = await new FleetAws().start();
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  aws.close();
  project.remove();
});

/** A host in a process of its own, as a session has one. */
async function session() {
  const child = spawn(process.execPath, [path.join(outDir, 'main.mjs')], {
    env: {
      PATH: process.env.PATH,
      NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
      NOVA_ACT_RUNTIME_PORT: '0',
      NOVA_ACT_EARLY_BROWSER: '0',
      ...aws.environment,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const log: string[] = [];
  child.stdout?.on('data', (chunk) => log.push(String(chunk)));
  child.stderr?.on('data', (chunk) => log.push(String(chunk)));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  const [{ port }] = await once(child, 'message');
  return {
    child,
    ended,
    log,
    start: async (run: ItemRun, deed: string): Promise<InvocationRecord> => {
      const response = await fetch(`http://127.0.0.1:${port}/invocations`, {
        method: 'POST',
        body: new Uint8Array(asyncEnvelope(Buffer.from(JSON.stringify({ deed })), run)),
        headers: { 'x-amzn-bedrock-agentcore-runtime-session-id': itemSessionId(run.key) },
      });
      expect(response.status).toBe(202);
      return ((await response.json()) as { novaActInvocation: InvocationRecord }).novaActInvocation;
    },
  };
}

function recordOf(key: string): InvocationRecord {
  return JSON.parse(
    aws.objects.get(`/artifacts/orders/invocations/${itemInvocationId(key).split('.')[1]}.json`) ?? 'null',
  );
}

test('an item whose host is killed runs again in the next one, which says so, stops the session and ends with 0', async () => {
  const key = 'killed#0';
  const first = await session();
  await first.start({ key, redrive: 0, task: aws.task('k1') }, 'wait');
  first.child.kill('SIGKILL');
  await first.ended;
  expect(recordOf(key).status).toBe('RUNNING');
  aws.closeTask('k1');
  const second = await session();
  const record = await second.start({ key, redrive: 0, task: aws.task('k2') }, 'return');
  expect(record.item?.attempts).toBe(2);
  expect(await second.ended).toBe(0);
  expect(aws.endOf('k1')).toBeUndefined();
  expect(aws.endOf('k2')?.output).toMatchObject({ result: 'done', attempts: 2 });
  expect(aws.stopped).toContainEqual({
    runtimeArn: RUNTIME_ARN,
    qualifier: 'live',
    sessionId: itemSessionId(key),
  });
});

test('a host that is told to end says of its item that the session has ended, and leaves the session alone', async () => {
  const key = 'terminated#0';
  const { child, ended, start } = await session();
  await start({ key, redrive: 0, task: aws.task('s1') }, 'hide');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(aws.endOf('s1')).toMatchObject({
    error: 'SessionEnded',
    cause: { message: expect.stringMatching(/SIGTERM received.*hidden/), attempts: 1 },
  });
  expect(recordOf(key)).toMatchObject({
    status: 'FAILED',
    error: { name: 'SessionEnded' },
    item: { told: true },
  });
  expect(aws.stopped.map(({ sessionId }) => sessionId)).not.toContain(itemSessionId(key));
  const next = await session();
  expect((await next.start({ key, redrive: 0, task: aws.task('s2') }, 'return')).item?.attempts).toBe(2);
  await next.ended;
});

test('a host that an exception brings down tells it, and stops the session', async () => {
  const key = 'thrown#0';
  const { ended, start } = await session();
  await start({ key, redrive: 0, task: aws.task('x1') }, 'throw later');
  expect(await ended).toBe(1);
  expect(aws.endOf('x1')).toMatchObject({ error: 'TypeError', cause: { message: 'x is odd' } });
  expect(aws.stopped.map(({ sessionId }) => sessionId)).toContain(itemSessionId(key));
});

test('heartbeats go to whoever started the item last; when nobody waits any more, run, process and session end', async () => {
  const key = 'stopped#0';
  const { ended, start, log } = await session();
  await start({ key, redrive: 0, task: aws.task('h1') }, 'hide');
  await aws.until(() => aws.beatsOf('h1') === 1);
  aws.closeTask('h1');
  await start({ key, redrive: 0, task: aws.task('h2') }, 'hide');
  await aws.until(() => aws.beatsOf('h2') === 2);
  expect(aws.beatsOf('h1')).toBe(1);
  aws.closeTask('h2');
  expect(await ended).toBe(0);

  expect(aws.refused.map(({ token }) => token)).toEqual(['h2']);
  expect(recordOf(key)).toMatchObject({
    status: 'FAILED',
    error: {
      name: 'SessionEnded',
      message: expect.stringMatching(/^The run was stopped: nobody waits .*hidden$/),
    },
    item: { attempts: 1 },
  });
  expect(aws.stopped.map(({ sessionId }) => sessionId)).toContain(itemSessionId(key));
  expect(log.join('')).toContain('nobody waits for the item any more');
});

test('a workflow that kills its process at once is answered before, and is not begun more often than it may be', async () => {
  const key = 'kills#0';
  const run = { key, index: 0, execution: 'e', redrive: 0, lostRetries: 1 };
  for (const attempts of [1, 2]) {
    const { ended, start } = await session();
    const record = await start({ ...run, task: aws.task(`kill-${attempts}`) }, 'kill');
    expect(record.item?.attempts).toBe(attempts);
    await ended;
  }
  const { ended, start } = await session();
  expect(await start({ ...run, task: aws.task('kill-3') }, 'kill')).toMatchObject({ status: 'FAILED' });
  expect(await ended).toBe(0);
  expect(aws.endOf('kill-3')).toMatchObject({
    error: 'SessionEnded',
    cause: { message: expect.stringMatching(/begun 2 times.* lost 2 times/), attempts: 2 },
  });
  const redriven = await session();
  const record = await redriven.start({ ...run, redrive: 1, task: aws.task('kill-4') }, 'return');
  expect(record.item).toMatchObject({ attempts: 3, redrive: 1 });
  await redriven.ended;
});

test.each(['wait', 'ignore'])(
  'a host that is told to end tells so although the store takes its time, of a workflow that does: %s',
  async (deed) => {
    const key = `slow-store-${deed}#0`;
    const { child, ended, start } = await session();
    await start({ key, redrive: 0, task: aws.task(`slow-${deed}`) }, deed);
    aws.storeDelayMs = 20_000;
    child.kill('SIGTERM');
    await ended;
    aws.storeDelayMs = 0;
    expect(aws.endOf(`slow-${deed}`)).toMatchObject({ error: 'SessionEnded' });
  },
);
