import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { watch } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { findBrowser } from '../../../lib/browser/index.ts';
import { agentCall, scriptedAgent, servePage } from '../../../lib/testing/index.ts';
import { type Fault, type FaultyService, startFaultyService } from '../faulty-service.ts';

// Several processes one after another: quick here, slow on a busy machine.
jest.setTimeout(120_000);

const fixture = path.join(import.meta.dirname, 'fixtures', 'long-run.ts');
const scratch = mkdtempSync(path.join(os.tmpdir(), 'nova-act-interrupts-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

interface Case {
  /** Which variant of the program; see the fixture. */
  readonly mode?: string;
  readonly signal?: NodeJS.Signals;
  /** When the signal is sent: at a line of the program, when a request arrives, or when a file appears. */
  readonly when: 'it sleeps' | { readonly request: string } | { readonly file: string };
  readonly faults?: Readonly<Record<string, Fault>>;
  /** Sends a second one that much later. */
  readonly againAfterMs?: number;
  readonly environment?: Readonly<Record<string, string>>;
}

/** Runs the program in a process of its own and sends it a signal. */
async function interrupt(given: Case) {
  const { mode = 'act', signal = 'SIGINT', when, faults = {} } = given;
  await using service = await startFaultyService(scriptedAgent([{ steps: [[agentCall.wait(600)]] }]), faults);
  await using page = await servePage('<h1>Shop</h1>');
  const temporary = mkdtempSync(path.join(scratch, 'tmp-'));
  const arguments_ = [
    '--unhandled-rejections=strict',
    '--import',
    'tsx',
    fixture,
    service.url,
    page.url,
    mode,
  ];
  const child = spawn(process.execPath, arguments_, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_NO_WARNINGS: '1', TMPDIR: temporary, ...given.environment },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const closed = once(child, 'close');
  // A test that fails must not leave it running.
  const limit = setTimeout(() => child.kill('SIGKILL'), 25_000);
  await moment(when, { child, service });
  const descendants = descendantsOf(child.pid ?? 0);
  const signaledAt = performance.now();
  child.kill(signal);
  const again = setTimeout(() => child.kill(signal), given.againAfterMs ?? 600_000);
  const [exitCode, endedBy] = await closed;
  clearTimeout(again);
  clearTimeout(limit);
  return {
    endedBy,
    exitCode,
    ...output,
    tookMs: performance.now() - signaledAt,
    runs: service.store.runs().map(({ status }) => status),
    acts: service.store.acts().map(({ status, error }) => [status, error?.type]),
    hadBrowser: descendants.length > 0,
    left: [
      ...descendants.filter(isAlive),
      ...readdirSync(temporary).filter((name) => /playwright/.test(name)),
    ],
  };
}

async function moment(
  when: Case['when'],
  { child, service }: { readonly child: ChildProcess; readonly service: FaultyService },
): Promise<void> {
  const ended = once(child, 'close').then(([code]) => {
    throw new Error(`the program ended by itself with exit code ${code}`);
  });
  ended.catch(() => {});
  const happened =
    when === 'it sleeps'
      ? lineOf(child, 'sleeping')
      : 'request' in when
        ? service.arrival(when.request)
        : appearanceOf(when.file);
  await Promise.race([happened, ended]);
}

function lineOf(child: ChildProcess, text: string): Promise<void> {
  return new Promise((resolve) => {
    child.stdout?.on('data', (chunk) => String(chunk).includes(text) && resolve());
  });
}

async function appearanceOf(file: string): Promise<void> {
  for await (const { filename } of watch(path.dirname(file))) if (filename === path.basename(file)) return;
}

/** Ids of the processes that a process has started, and they in turn. */
function descendantsOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const children = (parent: number): number[] =>
    pairs.flatMap(([id = 0, ppid]) => (ppid === parent ? [id, ...children(id)] : []));
  return children(pid);
}

function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}

describe('when the process is told to end in the middle of an act', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'by %s: act and run are FAILED, the browser is gone, the signal ends the process',
    async (signal) => {
      expect(await interrupt({ signal, when: { request: 'InvokeActStep' } })).toMatchObject({
        endedBy: signal,
        stderr: '',
        runs: ['FAILED'],
        acts: [['FAILED', 'ActCanceledError']],
        hadBrowser: true,
        left: [],
      });
    },
  );

  test('and the workflow does not care: it is ended all the same', async () => {
    const outcome = await interrupt({ mode: 'swallow', when: { request: 'InvokeActStep' } });

    expect(outcome).toMatchObject({
      endedBy: 'SIGINT',
      runs: ['FAILED'],
      acts: [['FAILED', 'ActCanceledError']],
      left: [],
    });
    expect(outcome.tookMs).toBeLessThan(10_000);
  });

  test('and a step hangs at the service', async () => {
    const outcome = await interrupt({
      when: { request: 'InvokeActStep' },
      faults: { InvokeActStep: 'hang' },
    });

    expect(outcome).toMatchObject({
      endedBy: 'SIGINT',
      runs: ['FAILED'],
      acts: [['FAILED', 'ActCanceledError']],
      left: [],
    });
    expect(outcome.tookMs).toBeLessThan(5_000);
  });
});

describe('when the process is told to end while something is being made', () => {
  test('the run: it is waited for a moment, and FAILED', async () => {
    const outcome = await interrupt({
      mode: 'sleep',
      when: { request: 'CreateWorkflowRun' },
      faults: { CreateWorkflowRun: { delayMs: 700 } },
    });

    expect(outcome).toMatchObject({ endedBy: 'SIGINT', runs: ['FAILED'], stderr: '' });
  });

  test('the run, by a service that hangs: not for long', async () => {
    const outcome = await interrupt({
      mode: 'sleep',
      when: { request: 'CreateWorkflowRun' },
      faults: { CreateWorkflowRun: 'hang' },
    });

    expect(outcome).toMatchObject({ endedBy: 'SIGINT', stderr: '' });
    expect(outcome.tookMs).toBeLessThan(5_000);
  });

  test('the browser: no process and no profile is left of it', async () => {
    const slow = path.join(scratch, 'slow-browser');
    const { executablePath } = findBrowser();
    const marker = path.join(scratch, 'launching');
    writeFileSync(slow, `#!/bin/sh\ntouch '${marker}'\nsleep 1\nexec '${executablePath}' "$@"\n`);
    chmodSync(slow, 0o755);

    const outcome = await interrupt({
      when: { file: marker },
      environment: { NOVA_ACT_BROWSER_PATH: slow },
    });

    expect(outcome).toMatchObject({ endedBy: 'SIGINT', runs: ['FAILED'], left: [] });
  });
});

describe('whoever else is concerned', () => {
  test('two runs at the same time are both FAILED', async () => {
    expect(await interrupt({ mode: 'two-runs', when: 'it sleeps' })).toMatchObject({
      endedBy: 'SIGINT',
      runs: ['FAILED', 'FAILED'],
    });
  });

  test('a listener of the program decides when the process ends, but not on the run', async () => {
    expect(await interrupt({ mode: 'listener', when: 'it sleeps' })).toMatchObject({
      endedBy: null,
      exitCode: 7,
      stdout: expect.stringContaining('heard'),
      runs: ['FAILED'],
    });
  });

  test('a browser that no run knows of is closed with the process', async () => {
    expect(await interrupt({ mode: 'browser-outside', when: 'it sleeps' })).toMatchObject({
      endedBy: 'SIGINT',
      runs: ['FAILED'],
      hadBrowser: true,
      left: [],
    });
  });

  test('a browser is closed also when there is no run at all', async () => {
    expect(await interrupt({ mode: 'only-browser', when: 'it sleeps' })).toMatchObject({
      endedBy: 'SIGINT',
      hadBrowser: true,
      left: [],
    });
  });

  test('such a browser goes on if a listener of the program does', async () => {
    expect(await interrupt({ mode: 'both', when: 'it sleeps' })).toMatchObject({
      exitCode: 7,
      stdout: expect.stringMatching(/heard[\s\S]*browser connected: true/),
      runs: ['FAILED'],
      left: [],
    });
  });

  test('a second signal ends the process at once', async () => {
    const outcome = await interrupt({
      mode: 'sleep',
      when: 'it sleeps',
      faults: { UpdateWorkflowRun: 'hang' },
      againAfterMs: 1_300,
    });

    expect(outcome).toMatchObject({ endedBy: 'SIGINT' });
    expect(outcome.tookMs).toBeLessThan(2_500);
  });
});
