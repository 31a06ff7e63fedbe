import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { agentCall, scriptedAgent, servePage } from '../../../lib/testing/index.ts';
import { startFaultyService } from '../faulty-service.ts';

// A process for each: quick here, slow on a busy machine.
jest.setTimeout(60_000);

const fixture = path.join(import.meta.dirname, 'fixtures', 'ends.ts');

async function play(mode: string) {
  await using service = await startFaultyService(scriptedAgent([{ steps: [[agentCall.wait(600)]] }]), {});
  await using page = await servePage('<h1>Shop</h1>');
  const child = spawn(process.execPath, ['--import', 'tsx', fixture, service.url, page.url, mode], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output.stderr += chunk;
  });
  const limit = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const [exitCode] = await once(child, 'close');
  clearTimeout(limit);
  return {
    exitCode,
    ...output,
    runs: service.store.runs().map(({ status }) => status),
    acts: service.store.acts().map(({ status, error }) => [status, error?.type]),
  };
}

test('a program in which nobody catches a rejection, or an exception, ends as always, and its run and act are FAILED', async () => {
  expect(await play('act')).toMatchObject({
    exitCode: 1,
    runs: ['FAILED'],
    acts: [['FAILED', 'ActCanceledError']],
    // What Node prints.
    stderr: expect.stringMatching(/\nTypeError: boom\n +at .*ends\.ts[\s\S]*\nNode\.js v/),
  });
});

test('a program that catches such exceptions itself goes on, and so does its run', async () => {
  expect(await play('listens')).toMatchObject({ exitCode: 0, stdout: 'heard\n', runs: ['SUCCEEDED'] });
});

test('a run that waits for what never comes is FAILED, and the program is no success', async () => {
  const said = expect.stringMatching(/The run .* was open when nothing was left to do/);
  expect(await play('waits')).toMatchObject({ exitCode: 13, runs: ['FAILED'], stderr: said });
  expect(await play('forgets')).toMatchObject({ exitCode: 1, runs: ['FAILED'], stderr: said });
});

test('a run that was called a success, and not closed, is one', async () => {
  expect(await play('succeeds')).toMatchObject({ exitCode: 0, runs: ['SUCCEEDED'], stderr: '' });
});

test('process.exit leaves no time for a report, and that is said', async () => {
  expect(await play('exits')).toMatchObject({
    exitCode: 3,
    runs: ['RUNNING'],
    stderr: expect.stringMatching(/^The process exits while the run .* is open/),
  });
});
