import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  agentCall,
  type Scenario,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../../lib/testing/index.ts';
import { startProgram } from '../../sdk/human/pseudo-terminal.ts';

// Each is a command, a workflow and a browser, on what may be a busy machine.
jest.setTimeout(60_000);

const approve = agentCall.tool('human_Approve', { message: 'May I pay 12 €?\u001b[2J' });
const agent = scriptedAgent([{ prompt: 'Buy 1', steps: [[approve]], returns: 'paid' }]);

let service: Scenario;
let page: Awaited<ReturnType<typeof servePage>>;
beforeAll(async () => {
  [service, page] = await Promise.all([
    startScenario({ agent, setEnvironment: false }),
    servePage('<h1>Shop</h1>'),
  ]);
});
afterAll(async () => {
  await Promise.all([service.close(), page.close()]);
});

const workflowFile = path.relative(process.cwd(), path.resolve('test/sdk/human/fixtures/asking.ts'));

/** Calls `act run` on a pseudo terminal. */
function run() {
  const json = JSON.stringify({ startingPage: page.url });
  const args = ['--import', 'tsx', 'bin/act.ts', 'run', workflowFile, '--payload', json];
  return startProgram(args, { environment: service.environment, hasTerminal: true });
}

const statuses = (): unknown =>
  service
    .runs()
    .at(-1)
    ?.acts.map(({ status, error }) => error?.type ?? status);

test('the command asks for the workflow, whose output stays above the question', async () => {
  const command = run();
  await command.shows('Approve? [y/n] ');
  await command.shows('still here');
  await command.shows('Approve? [y/n] ', 2);
  command.type('y\n');
  const { exitCode, seen } = await command.end();

  expect(seen).toContain('  | May I pay 12 €?\\u001b[2J\n  | on http://127.0.0.1');
  expect(seen).toMatch(/ {2}still here\nApprove\? \[y\/n\] /);
  expect(seen).toMatch(/a person approved after \d/);
  expect(seen).toContain('paid');
  expect(exitCode).toBe(0);
  expect(statuses()).toEqual(['SUCCEEDED']);
});

test('Ctrl-C at the question ends the run, and takes the question back', async () => {
  const command = run();
  await command.shows('Approve? [y/n] ');
  command.type('\u0003');
  const { exitCode, seen } = await command.end();

  expect(seen).toContain('(no longer asked: ');
  expect(exitCode).toBe(130);
  expect(statuses()).toEqual(['ActCanceledError']);
});
