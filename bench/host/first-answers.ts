import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { HOST_PATH } from '../../lib/contract/host.ts';

/**
 * Starts a host on a free port, and ends it when it has answered its first ping, and then an invocation.
 *
 * @param payload what it can answer as soon as it is loaded
 * @param environmentOf how the host is told its port
 * @throws Error when it ends before
 */
export async function firstAnswers(
  command: readonly [string, ...string[]],
  environmentOf: (port: string) => NodeJS.ProcessEnv,
  payload: unknown,
): Promise<FirstAnswers> {
  const port = await freePort();
  const [file, ...args] = command;
  const startedMs = performance.now();
  const child = spawn(file, args, { env: environmentOf(String(port)), stdio: ['ignore', 'ignore', 'pipe'] });
  const said = text(child.stderr);
  const ended = once(child, 'exit');
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`${command.join(' ')} answers no ping: ${await said}`);
      await sleep(POLL_MS);
    }
    const [pid, wallMs] = [child.pid ?? 0, performance.now() - startedMs];
    const cpuMs = cpuSoFarMs(pid);
    await invoke(port, payload);
    return { wallMs, cpuMs, loadedCpuMs: cpuSoFarMs(pid) };
  } finally {
    // What it does behind its first ping must not meet the next one.
    child.kill('SIGTERM');
    const forced = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(forced);
  }
}

export interface FirstAnswers {
  /** From the start of the process until the answer has come. */
  readonly wallMs: number;
  /** Of all threads until then. */
  readonly cpuMs: number;
  /** Of all threads until the invocation was answered, which needs the module of the workflow. */
  readonly loadedCpuMs: number;
}

const POLL_MS = 2;
const END_MS = 5000;

async function answers(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    get({ host: '127.0.0.1', port, path: '/ping', agent: false }, (response) => {
      response.resume().once('end', () => resolve(response.statusCode === 200));
    }).once('error', () => resolve(false));
  });
}

/** Whatever the answer is: to refuse a payload, one has to know what it must be. */
async function invoke(port: number, payload: unknown): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${port}${HOST_PATH.invocations}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  const answer = await response.text();
  if (response.status >= 500) throw new Error(`An invocation was answered ${response.status}: ${answer}`);
}

/** As Linux counts it, in nanoseconds; `/proc/<pid>/stat` counts hundredths of a second. */
function cpuSoFarMs(pid: number): number {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks)
    .map((task) => Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ')[0]) / 1e6)
    .reduce((sum, ms) => sum + ms, 0);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('There is no free port.');
  return address.port;
}
