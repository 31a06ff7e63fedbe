import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { bundleWorkflow } from '../../lib/bundle/index.ts';
import { scriptedAgent } from '../../lib/testing/index.ts';
import { makeProject } from '../bundle/project.ts';
import { type FaultyService, startFaultyService } from '../sdk/faulty-service.ts';

jest.setTimeout(60_000);

const SDK = path.resolve(import.meta.dirname, '..', '..', 'lib', 'sdk', 'index.ts');
const project = makeProject({
  'workflows/stubborn.ts': `
    import { NovaAct, Workflow } from ${JSON.stringify(SDK)};
    const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const deeds = {
      'waits for a minute': () => later(60_000),
      'swallows aborts and begins runs and sessions again and again': async () => {
        for (;;) {
          try {
            await Workflow.run({ definitionName: 'again' }, async () => {
              for (;;) { try { await NovaAct.start(); } catch {} }
            });
          } catch {}
        }
      },
      'throws in a timer': async () => {
        setTimeout(() => { throw new TypeError('x is odd'); }, 10);
        await later(60_000);
      },
      'rejects what nobody awaits': async () => {
        Promise.reject(Object.assign(new Error('lost'), { name: 'LostError' }));
        await later(60_000);
      },
      'exits with 3': async () => process.exit(3),
      'exits with 0 and goes on': async () => {
        try { process.exit(0); } catch {}
        await later(60_000);
      },
      'exits twice': async () => {
        try { process.exit(4); } catch {}
        process.exit(5);
      },
      'ends by itself': async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        throw signal.reason;
      },
    };
    export const main = async ({ deed }) => {
      if (deed !== 'leaves a run open') return Workflow.run({ definitionName: 'stubborn' }, (run) => deeds[deed](run));
      await Workflow.start({ definitionName: 'stubborn' });
      return 1;
    };
  `,
});
const outDir = path.join(project.root, 'out');
const children: ChildProcess[] = [];
let service: FaultyService;
let mute: FaultyService;
const stored = new Map<string, string>();
const store = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    stored.set(request.url ?? '', body);
    response.end();
  });
});

beforeAll(async () => {
  await bundleWorkflow({ projectRoot: project.root, entry: 'workflows/stubborn.ts', outDir });
  service = await startFaultyService(scriptedAgent([]), {});
  mute = await startFaultyService(scriptedAgent([]), { UpdateWorkflowRun: 'hang' });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await service[Symbol.asyncDispose]();
  await mute[Symbol.asyncDispose]();
  store.closeAllConnections();
  store.close();
  project.remove();
});

interface Ending {
  readonly deed: string;
  readonly signal?: NodeJS.Signals;
  readonly isAsync?: boolean;
  /** Whether the service answers the report of the run. */
  readonly reports?: 'hang';
}

/** Has a process of its own run the deed, tells it to end once the run is there, and says what came of it. */
async function end({ deed, signal, isAsync = false, reports }: Ending) {
  const at = reports === 'hang' ? mute : service;
  const child = spawn(process.execPath, [path.join(outDir, 'main.mjs')], {
    env: {
      PATH: process.env.PATH,
      NOVA_ACT_RUNTIME_HOST: '127.0.0.1',
      NOVA_ACT_RUNTIME_PORT: '0',
      NOVA_ACT_EARLY_BROWSER: '0',
      NOVA_ACT_ARTIFACT_BUCKET: 'artifacts',
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL_NOVA_ACT: at.url,
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(store.address() as AddressInfo).port}`,
    },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  children.push(child);
  const ended = once(child, 'exit');
  const log: string[] = [];
  const begun = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk) => {
      log.push(String(chunk));
      const [, id] = /"run started".*"workflowRunId":"([^"]+)"/.exec(log.join('')) ?? [];
      if (id !== undefined) resolve(id);
    });
  });
  const [{ port }] = await once(child, 'message');
  const body = isAsync ? { novaActInvocation: { mode: 'async' }, payload: { deed } } : { deed };
  const answer = fetch(`http://127.0.0.1:${port}/invocations`, { method: 'POST', body: JSON.stringify(body) })
    .then(async (response) => ({ status: response.status, body: (await response.json()) as Answer }))
    .catch((error: unknown) => ({ status: 0, body: { error: { name: String(error), message: '' } } }));
  const runId = await begun;
  const toldAtMs = performance.now();
  if (signal !== undefined) child.kill(signal);
  const [exitCode] = await ended;
  const pointer = JSON.parse(stored.get(`/artifacts/runs/${runId}.json`) ?? '{}');
  const [, random] = String(pointer.invocationId).split('.');
  return {
    exitCode,
    tookMs: performance.now() - toldAtMs,
    ...(await answer),
    run: at.store.runs().find((run) => run.runId === runId)?.status,
    record: JSON.parse(stored.get(`/artifacts/invocations/${random}.json`) ?? '{}'),
    log: log.join(''),
  };
}

interface Answer {
  readonly error: { readonly name: string; readonly message: string };
}

describe('whatever a workflow does, the host ends within 10 s, its run is FAILED, and caller and record say why', () => {
  // All at the same time: each waits for most of its time.
  const endings: readonly (Ending & { readonly expected: object })[] = [
    {
      deed: 'waits for a minute',
      signal: 'SIGTERM',
      expected: {
        status: 503,
        body: {
          error: { name: 'ShuttingDown', message: expect.stringMatching(/SIGTERM received\. .*FAILED/) },
        },
        exitCode: 1,
        run: 'FAILED',
        record: {
          status: 'FAILED',
          error: { name: 'ShuttingDown' },
          payload: { deed: 'waits for a minute' },
        },
      },
    },
    {
      deed: 'swallows aborts and begins runs and sessions again and again',
      signal: 'SIGINT',
      expected: { status: 503, body: { error: { name: 'ShuttingDown' } }, exitCode: 1, run: 'FAILED' },
    },
    {
      deed: 'throws in a timer',
      expected: {
        status: 500,
        body: { error: { name: 'TypeError', message: 'x is odd' } },
        exitCode: 1,
        run: 'FAILED',
        record: { status: 'FAILED', error: { name: 'TypeError', message: 'x is odd' } },
      },
    },
    {
      deed: 'rejects what nobody awaits',
      isAsync: true,
      expected: {
        status: 202,
        exitCode: 1,
        run: 'FAILED',
        record: { status: 'FAILED', error: { name: 'LostError', message: 'lost' } },
      },
    },
    {
      deed: 'exits with 3',
      expected: {
        status: 500,
        body: { error: { name: 'ProcessExitCalled', message: expect.stringContaining('process.exit(3)') } },
        exitCode: 3,
        run: 'FAILED',
      },
    },
    {
      deed: 'exits with 0 and goes on',
      expected: { status: 500, body: { error: { name: 'ProcessExitCalled' } }, exitCode: 0, run: 'FAILED' },
    },
    {
      deed: 'ends by itself',
      signal: 'SIGTERM',
      expected: {
        status: 503,
        body: { error: { message: 'The runtime host is ending: SIGTERM received.' } },
        exitCode: 0,
        run: 'FAILED',
      },
    },
    {
      deed: 'waits for a minute',
      signal: 'SIGTERM',
      reports: 'hang',
      expected: { status: 503, exitCode: 1, record: { status: 'FAILED' } },
    },
    { deed: 'leaves a run open', signal: 'SIGTERM', expected: { exitCode: 0, run: 'FAILED' } },
    // Code that has caught the first call mostly makes another one.
    {
      deed: 'exits twice',
      expected: { status: 500, body: { error: { name: 'ProcessExitCalled' } }, exitCode: 4, run: 'FAILED' },
    },
  ];
  let outcomes: Awaited<ReturnType<typeof end>>[];
  beforeAll(async () => {
    outcomes = await Promise.all(endings.map(end));
  });

  test.each(
    endings.map((ending, index) => ({
      ...ending,
      index,
      also: ending.reports === undefined ? '' : 'while no report is answered',
    })),
  )('$deed $also', ({ index, expected }) => {
    expect(outcomes[index]).toMatchObject(expected);
    expect(outcomes[index]?.tookMs).toBeLessThan(10_000);
  });

  test('no run began after the host was told to end', () => {
    const again = service.store.runs().filter(({ definitionName }) => definitionName === 'again');
    expect(again.map(({ status }) => status)).toEqual(['FAILED']);
  });
});
