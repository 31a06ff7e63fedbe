import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PACKAGE_VERSION } from '../../lib/core/package.ts';
import { noteRunning, runningLocalAws } from '../../lib/local/running-local-aws.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/server.ts';

let local: LocalAws;
let other: string;
beforeAll(async () => {
  local = await startLocalAws();
});
afterAll(() => local.close());
beforeEach(() => {
  other = mkdtempSync(path.join(os.tmpdir(), 'running-'));
});
afterEach(() => rmSync(other, { recursive: true, force: true }));

/** A state folder as a local AWS has left it. */
function left(lock: string, note: unknown): string {
  writeFileSync(path.join(other, 'local-aws.pid'), lock);
  writeFileSync(path.join(other, 'local-aws.json'), JSON.stringify(note));
  return other;
}
const gone = String(spawnSync(process.execPath, ['--version']).pid);
const note = () => ({ url: local.url, region: 'us-east-1' });

describe('a local AWS that runs', () => {
  test('is found by its state folder until it takes its note back', async () => {
    const leave = noteRunning(local.stateDir, { url: local.url, region: 'eu-west-1' });
    expect(await runningLocalAws(local.stateDir)).toEqual({
      pid: process.pid,
      url: local.url,
      region: 'eu-west-1',
      version: PACKAGE_VERSION,
    });
    leave();
    expect(await runningLocalAws(local.stateDir)).toBeUndefined();
  });

  test('does not take back what another has noted since', () => {
    const leave = noteRunning(other, note());
    left(`${process.ppid}\nanother\n`, note());
    leave();
    expect(existsSync(path.join(other, 'local-aws.json'))).toBe(true);
  });
});

describe('what is left in a state folder is not believed', () => {
  test.each([
    ['of a killed one whose port another local AWS has', `${gone}\nformer\n`, {}],
    ['whose process id and port are those of another local AWS', `${process.pid}\nformer\n`, {}],
    ['without a lock', '', {}],
    ['that leads to another machine', `${process.pid}\nformer\n`, { url: 'http://192.0.2.1:1' }],
    ['whose port nobody has', `${process.pid}\nformer\n`, { url: 'http://127.0.0.1:9' }],
    ['that is no note', `${process.pid}\nformer\n`, { url: 1 }],
  ])('%s', async (_, lock, more) => {
    expect(await runningLocalAws(left(lock, { ...note(), ...more }))).toBeUndefined();
  });

  test('a folder that is not there has none', async () => {
    expect(await runningLocalAws(path.join(other, 'nowhere'))).toBeUndefined();
  });
});

describe('when it cannot be told whether one runs', () => {
  test('because it does not answer, that is an error that names it', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const url = `http://127.0.0.1:${Object(silent.address()).port}`;
    const stateDir = left(`${process.ppid}\nsilent\n`, { ...note(), url });
    await expect(runningLocalAws(stateDir, { timeoutMs: 50 })).rejects.toThrow(
      `The local AWS of this project (process ${process.ppid}, ${url}) does not answer: no answer within 0.05 s. Stop it`,
    );
    silent.close();
  });

  test('because its note cannot be read, that is an error that names the folder', async () => {
    left(`${process.pid}\nx\n`, note());
    rmSync(path.join(other, 'local-aws.json'));
    const dir = path.join(other, 'local-aws.json');
    spawnSync('mkdir', [dir]);
    await expect(runningLocalAws(other)).rejects.toThrow(
      `Whether a local AWS runs on ${other} cannot be read: it is a directory.`,
    );
  });
});
