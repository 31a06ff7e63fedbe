import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { explainError } from '../../lib/cli/explain-error.ts';
import { describeFailure } from '../../lib/cli/invoke/failure.ts';
import { describePreflightFailure } from '../../lib/cli/preflight/failure.ts';
import { makeTemporaryFolder } from '../../lib/core/make-temporary-folder.ts';

const commandLine = (...words: readonly (string | undefined)[]): string => `act ${words.join(' ')}`;
const explained = (error: unknown): string => explainError(error, { commandLine }).failure.message;
/** What all commands say of it. */
const said = (error: unknown): readonly string[] => [
  explained(error),
  describeFailure(error, {
    ...{ phase: 'lookup', aftermath: '', endpoint: undefined, runtimeArn: undefined },
    startLocalAws: 'act dev',
  }).message,
  describePreflightFailure(error, { endpoint: undefined, isInterrupted: false }).error.message,
];

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

describe('a connection was lost', () => {
  test.each([
    [{ code: 'ECONNRESET', message: 'socket hang up' }],
    [{ code: 'ECONNRESET', syscall: 'read', message: 'read ECONNRESET' }],
    [{ code: 'EPIPE', syscall: 'write', message: 'write EPIPE' }],
    [{ code: 'ETIMEDOUT', syscall: 'read', message: 'read ETIMEDOUT' }],
    [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }],
  ])('by %j', (error) => {
    for (const text of said(error)) expect(text).toMatch(/^The connection was lost: /);
  });
});

describe('no connection was lost', () => {
  test('by a file or folder, which is named', () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'explain-error-'));
    const missing = thrownBy(() => readFileSync(path.join(folder, 'none')));
    const directory = thrownBy(() => readFileSync(folder));
    rmSync(folder, { recursive: true });

    expect(explained(missing)).toBe(`${path.join(folder, 'none')} cannot be used: it does not exist.`);
    for (const text of [...said(missing), ...said(directory)]) expect(text).not.toContain('connection');
    expect(said(missing).at(1)).toContain(`${path.join(folder, 'none')} cannot be used`);
  });

  test.each([
    [{ code: 'ENOSPC', syscall: 'write', message: 'ENOSPC: no space left on device, write' }],
    [{ code: 'ETIMEDOUT', syscall: 'open', path: '/net/a', message: "ETIMEDOUT: timed out, open '/net/a'" }],
    [{ code: 'ERR_INVALID_ARG_TYPE', message: 'The argument must be a string' }],
  ])('by %j', (error) => {
    for (const text of said(error)) expect(text).not.toContain('connection');
  });

  test('by a folder of temporary files that is not there, which leads to the variable', () => {
    const error = thrownBy(() => makeTemporaryFolder('none/nova-act-'));

    expect(explainError(error, { commandLine })).toMatchObject({
      exitCode: 2,
      failure: {
        message: `No folder for temporary files can be made in ${os.tmpdir()}: it does not exist. Name a folder that is there and can be written with the variable TMPDIR.`,
      },
    });
  });
});
