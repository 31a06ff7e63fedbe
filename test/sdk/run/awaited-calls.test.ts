import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { ActCanceledError } from '../../../lib/sdk/index.ts';
import { AwaitedCalls } from '../../../lib/sdk/run/awaited-calls.ts';
import { SessionScopeEnded } from '../../../lib/sdk/run/owned-sessions.ts';

type Use = (call: Promise<string>) => unknown;
type Work = () => Promise<string>;

const soon: Work = () => sleep(5, 'done');
const fails: Work = () => sleep(5).then(() => Promise.reject(new Error('boom')));
const never: Work = () => new Promise(() => {});
const cutOff: Work = () =>
  sleep(5).then(() => Promise.reject(new ActCanceledError('cut off', { cause: new SessionScopeEnded() })));

/** What is said at the end of code that makes one call, after the work of that has had its time. */
async function endOf(work: Work, use: Use): Promise<string | undefined> {
  const calls = new AwaitedCalls();
  const act = (): Promise<string> => calls.watch(work(), { name: 'nova.act', text: 'Buy shoes', by: act });
  await Promise.race([(async () => use(act()))().catch(() => {}), sleep(20)]);
  await sleep(20);
  return calls.end()?.message;
}

describe('a call is awaited', () => {
  test.each<[string, Use]>([
    ['by await', async (call) => void (await call)],
    ['by return', (call) => call],
    ['by Promise.all', async (call) => void (await Promise.all([call]))],
    ['by Promise.allSettled', async (call) => void (await Promise.allSettled([call]))],
    ['by a promise that is made of it', async (call) => void (await call.then((text) => text.length))],
    ['by one with a handler', async (call) => void (await call.catch(() => '').finally(() => {}))],
    ['later', async (call) => void (await sleep(10).then(() => call))],
    ['by a handler of its errors', (call) => void call.catch(() => {})],
    [
      'by handlers that go on elsewhere',
      (call) => new Promise<string>((resolve, reject) => void call.then((text) => resolve(text), reject)),
    ],
  ])('%s, whether it succeeds or fails', async (_, use) => {
    expect([await endOf(soon, use), await endOf(fails, use)]).toEqual([undefined, undefined]);
  });
});

describe('a call is not awaited', () => {
  test.each<[string, Work, Use, string]>([
    ['and has succeeded', soon, () => {}, 'nobody waited for'],
    ['and has failed', fails, () => {}, 'failed (boom)'],
    ['but has a callback', fails, (call) => void call.then(() => {}), 'failed (boom)'],
    ['but something is done at its end', fails, (call) => void call.finally(() => {}), 'failed (boom)'],
    ['and is under way', never, () => {}, 'was still under way at the end'],
    ['and is under way, with a handler', never, (call) => void call.catch(() => {}), 'still under way'],
    ['and is under way, after a race', never, (call) => Promise.race([call, sleep(1)]), 'still under way'],
    [
      'and its session did not wait for it',
      cutOff,
      (call) => void call.then(() => {}).catch(() => {}),
      'was cut off at the end of its session',
    ],
    [
      'and its session did not wait for what awaits it',
      cutOff,
      (call) => void (async () => await call)().catch(() => {}),
      'A function that awaits it must be awaited, too',
    ],
  ])('%s', async (_, work, use, what) => {
    const message = await endOf(work, use);

    expect(message).toMatch(
      /^Not awaited: nova\.act\("Buy shoes"\) at test\/sdk\/run\/awaited-calls\.test\.ts:\d+, which /,
    );
    expect(message).toContain(what);
  });
});

test('a value that somebody gets is not lost, even where a failure would be', async () => {
  expect(await endOf(soon, (call) => void call.then(() => {}))).toBeUndefined();
});

test('a failure that nobody handles in the end is lost, whoever awaited the call', async () => {
  const calls = new AwaitedCalls();
  const passOver = (): void => {};
  process.on('unhandledRejection', passOver);
  try {
    const error = new Error('boom');
    await calls.watch(Promise.reject(error), { name: 'nova.act', by: soon }).catch(() => {});
    expect(calls.lost()).toBeUndefined();
    // Jest keeps those of the process to itself.
    process.emit('unhandledRejection', error, Promise.resolve());
    expect(calls.end()?.message).toContain('failed (boom)');
  } finally {
    process.off('unhandledRejection', passOver);
  }
});

test('a call that is made after the end fails it when it is looked at again', async () => {
  const calls = new AwaitedCalls();
  expect(calls.lost()).toBeUndefined();
  await calls.watch(soon(), { name: 'nova.act', by: soon });
  expect(calls.end()?.message).toContain('was made after the end');
});

test('a long prompt is cut, and of many calls some are named', async () => {
  const calls = new AwaitedCalls();
  const act = (text: string): Promise<string> => calls.watch(never(), { name: 'nova.act', text, by: act });
  for (const text of ['x'.repeat(200), 'b', 'c', 'd', 'e']) void act(text);

  const message = calls.end()?.message ?? '';

  expect(message).toContain(`${'x'.repeat(79)}…"`);
  expect(message).toContain('; and 2 more. Write `await nova.act(…)`');
});
