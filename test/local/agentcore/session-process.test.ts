import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { makeLocalCredentials } from '../../../lib/contract/local-credentials.ts';
import type { RuntimeRecord } from '../../../lib/local/agentcore/runtime-record.ts';
import type { SessionBackendOptions } from '../../../lib/local/agentcore/session-backend.ts';
import { SessionContainer } from '../../../lib/local/agentcore/session-container.ts';
import { SessionProcess } from '../../../lib/local/agentcore/session-process.ts';
import { isRunning } from './harness.ts';

let folder = '';
const warnings: unknown[] = [];
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'session-process-'));
  warnings.length = 0;
  jest.spyOn(process, 'emitWarning').mockImplementation((warning) => void warnings.push(warning));
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

function optionsFor(environment: Readonly<Record<string, string | undefined>>): SessionBackendOptions {
  const runtime: RuntimeRecord = {
    name: 'probe',
    id: 'probe',
    arn: 'arn:probe',
    version: '1',
    endpointName: 'DEFAULT',
    bundleDir: folder,
    bundleHash: '',
    definitionName: 'probe',
    environment: {},
    idleTimeoutSeconds: 60,
    maxLifetimeSeconds: 60,
  };
  return {
    runtime,
    logFile: path.join(folder, 'log.txt'),
    endpointUrl: 'http://127.0.0.1:1',
    credentials: makeLocalCredentials(),
    parentEnvironment: environment,
  };
}

/** A host that does what `code` says, has started two processes, and tells their ids: one has left its group. */
async function startHost(
  code: string,
): Promise<{ readonly session: SessionProcess; readonly pids: readonly number[]; readonly work: string }> {
  writeFileSync(
    path.join(folder, 'main.mjs'),
    `import { spawn } from 'node:child_process';
     import { writeFileSync } from 'node:fs';
     const left = spawn('sleep', ['300'], { detached: true, stdio: 'ignore' });
     const near = spawn('sleep', ['300'], { stdio: 'ignore' });
     writeFileSync(${JSON.stringify(path.join(folder, 'pids'))}, [process.pid, left.pid, near.pid, process.cwd()].join(' '));
     setInterval(() => {}, 1000);
     ${code}
     process.send({ type: 'nova-act-runtime-listening', port: 4711 });`,
  );
  const session = SessionProcess.start(optionsFor(process.env), { graceMs: 200, killMs: 2_000 });
  await session.port();
  const [work = '', ...pids] = readFileSync(path.join(folder, 'pids'), 'utf8').split(' ').reverse();
  return { session, pids: pids.map(Number), work };
}

describe('when a session of local AWS is to end', () => {
  test.each([
    ['ignores SIGTERM', `process.on('SIGTERM', () => {});`, false],
    ['hangs with all it has started', '', true],
    ['ends and leaves others', `process.on('SIGTERM', () => process.exit(0));`, false],
  ])('and its process %s, nothing is left', async (_, code, hangs) => {
    const { session, pids, work } = await startHost(code);
    if (hangs) for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await session.stop();
    expect(pids).toHaveLength(3);
    expect(pids.filter(isRunning)).toEqual([]);
    expect(existsSync(path.dirname(work))).toBe(false);
    expect(await session.ended).toMatch(code.includes('exit') ? /exit code 0/ : /was ended by SIGKILL/);
    expect(warnings).toEqual([]);
  });

  test('and Docker does not answer, the end comes in time and what may be left is said', async () => {
    const docker = path.join(folder, 'docker');
    writeFileSync(
      docker,
      '#!/bin/sh\n[ "$1" = run ] && echo \'{"message":"listening","port":4711}\'\nexec sleep 300\n',
    );
    chmodSync(docker, 0o755);
    mkdirSync(path.join(folder, 'state'));
    const options = {
      ...optionsFor({ ...process.env, PATH: `${folder}:${process.env.PATH}` }),
      image: Promise.resolve('image'),
      stateKey: 'state',
    };
    const session = SessionContainer.start(options, { graceMs: 100, killMs: 200 });
    expect(await session.port()).toBe(4711);
    await session.kill();
    expect(await session.ended).toBe('was ended by SIGKILL');
    expect(warnings).toEqual([
      expect.stringMatching(/^The container nova-act-\S+ of a session may be left: docker kill did not end/),
      expect.stringMatching(/may be left: docker rm did not end within 0\.2 s\.$/),
    ]);
  });

  test('and its image is still in the making, it ends without it', async () => {
    const session = SessionContainer.start({
      ...optionsFor(process.env),
      image: new Promise(() => {}),
      stateKey: 'state',
    });
    await session.stop();
    expect(await session.ended).toBe('was stopped');
    expect(warnings).toEqual([]);
  });
});
