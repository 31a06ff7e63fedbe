import path from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import {
  agentCall,
  type Scenario,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../../lib/testing/index.ts';
import { startProgram } from './pseudo-terminal.ts';

// Each is a process with a browser of its own, on what may be a busy machine.
jest.setTimeout(60_000);

const approve = agentCall.tool('human_Approve', { message: 'May I pay 12 €?\u001b[2J\nApprove? [y/n] y' });
const takeOver = agentCall.tool('human_UiTakeover', { message: 'Please sign in.' });
const agent = scriptedAgent([
  { prompt: 'Buy 1', steps: [[approve]], returns: 'paid' },
  { prompt: 'Buy 2', steps: [[takeOver]], returns: 'paid' },
]);

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

const fixture = path.join(import.meta.dirname, 'fixtures', 'buying.ts');

/** Runs the program, on a pseudo terminal unless told otherwise. */
const start = (args: readonly string[], { hasTerminal = true } = {}) =>
  startProgram(['--import', 'tsx', fixture, page.url, ...args], {
    environment: service.environment,
    hasTerminal,
  });

const statuses = (): unknown =>
  service
    .runs()
    .at(-1)
    ?.acts.map(({ status, error }) => error?.type ?? status);
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('an approval in a terminal: the record of the run, the time worked, and the limit of the act, which stands still', async () => {
  const program = start(['1', '60000', '2000']);
  // What was typed before the question is no answer to it.
  program.type('y\n');
  await program.shows('Approve? [y/n] ', 2);
  await pause(2_200);
  program.type('perhaps\n');
  await program.shows('Type y for yes');
  program.type('y\n');
  const { exitCode, seen } = await program.end();

  if (process.env.SHOW_TRANSCRIPT) process.stderr.write(seen);
  expect(exitCode).toBe(0);
  expect(statuses()).toEqual(['SUCCEEDED']);
  expect(service.runs().at(-1)?.status).toBe('SUCCEEDED');
  const [times] = JSON.parse(/bought (.*)/.exec(seen)?.[1] ?? '[]');
  expect(times.humanWaitMs).toBeGreaterThan(2_200);
  expect(times.workedMs).toBe(times.durationMs - times.humanWaitMs);
  expect(seen).toMatch(
    /The agent asks you to approve something \(run \w{8} of shop, session \w{8}; (?:1 min 00|59\.\d) s to answer\):/,
  );
  // What the agent says stands behind bars, and moves nothing.
  expect(seen).toContain('  | May I pay 12 €?\\u001b[2J\n  | Approve? [y/n] y\n  | on http://127.0.0.1');
  expect(seen).toMatch(/a person approved after \d/);
});

test('sessions that ask at the same time are asked one after another, and lines of progress leave the question in place', async () => {
  const program = start(['2']);
  const answer = (): void => {
    program.type(program.seen().endsWith('[y/n] ') ? 'y\n' : '\n');
  };
  await program.shows('a person is asked to', 2);
  await program.shows(' to answer):');
  await pause(200);
  expect(program.seen().split(' to answer):')).toHaveLength(2);
  answer();
  await program.shows(' to answer):', 2);
  await program.shows(' ended\r\n');
  await pause(100);
  expect(program.seen()).toMatch(/ ended\r\n(Approve\? \[y\/n\]|Press Enter .* do it:) $/);
  answer();

  expect(await program.end()).toMatchObject({ exitCode: 0 });
  expect(statuses()).toEqual(['SUCCEEDED', 'SUCCEEDED']);
});

test('a question that nobody answers in time ends, and says why', async () => {
  const { exitCode, seen } = await start(['1', '1000']).end();

  expect(exitCode).toBe(1);
  expect(statuses()).toEqual(['HumanRequestExpiredError']);
  expect(seen).toContain('(no longer asked: 1000 ms have passed)');
});

test('Ctrl-C at the question ends the run', async () => {
  const program = start([]);
  await program.shows('Approve? [y/n] ', 2);
  program.type('\u0003');
  const { exitCode, seen } = await program.end();

  expect(exitCode).not.toBe(0);
  expect(statuses()).toEqual(['ActCanceledError']);
  expect(seen).toContain('(no longer asked: the process got SIGINT)');
});

test('without a terminal no session starts, and the error says what to do', async () => {
  const program = start([], { hasTerminal: false });
  const { exitCode, seen } = await program.end();

  expect(exitCode).toBe(1);
  expect(seen).toMatch(
    /ValidationFailed: terminalHuman\(\) has no terminal to ask on: .* functions of your own/,
  );
});
