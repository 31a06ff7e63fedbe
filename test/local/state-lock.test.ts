import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lockState } from '../../lib/local/state-lock.ts';

const LOCK = path.resolve('lib/local/state-lock.ts');

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'nova-act-lock-'));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

const leave = (content: string): void => writeFileSync(path.join(dir, 'local-aws.pid'), content);

describe('a state folder', () => {
  test('is given to one at a time, and again after it was given back', () => {
    const unlock = lockState(dir);
    expect(() => lockState(dir)).toThrow(`Local AWS is running already in process ${process.pid}`);

    unlock();
    lockState(dir)();

    expect(readdirSync(dir)).toEqual([]);
  });

  test('is not taken from its new owner by the former one', () => {
    const unlock = lockState(dir);
    unlock();
    const unlockSecond = lockState(dir);

    unlock();

    expect(() => lockState(dir)).toThrow('is running already');
    unlockSecond();
  });

  test.each([
    ['a process that is gone', () => `${spawnSync(process.execPath, ['-e', '']).pid}\n`],
    ['a former process with the id of this one, as in a container', () => `${process.pid}\n`],
    ['nobody: the file is empty', () => ''],
    ['nobody: the file is nonsense', () => 'x'],
  ])('is taken over from %s', (_whom, content) => {
    leave(content());

    lockState(dir)();

    expect(readdirSync(dir)).toEqual([]);
  });

  test('of a running process is refused, with a way out should it be another program', () => {
    leave(`${process.ppid}\n`);

    expect(() => lockState(dir)).toThrow(`If process ${process.ppid} is something else, remove ${dir}`);
  });

  test('in a file system that makes no folders is one clear error, and no endless attempt', () => {
    // In a process of its own: an endless loop would not let this one end the test.
    const program = `import { lockState } from ${JSON.stringify(LOCK)}; lockState('/proc/nova-act/state');`;
    const { stderr, error } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', program],
      { encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL' },
    );
    expect(error).toBeUndefined();
    expect(stderr).toContain('The state folder /proc/nova-act/state cannot be used: ENOENT');
  });

  test('that cannot be made is one clear error', () => {
    const file = path.join(dir, 'file');
    writeFileSync(file, '');

    expect(() => lockState(path.join(file, 'state'))).toThrow(/^The state folder .* cannot be used: ENOTDIR/);
  });
});
