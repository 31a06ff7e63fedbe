import { expect, test } from '@jest/globals';
import { type DoneInput, InputQueue } from '../../../lib/browser/remote/input-queue.ts';
import { deferred } from '../../../lib/core/async.ts';

const move = (x: number): DoneInput => ({
  ...{ type: 'pointer', event: 'move', x, y: 0, button: 'none', clickCount: 0, modifiers: 0 },
});
const key = (letter: string): DoneInput => ({
  type: 'key',
  event: 'down',
  key: letter,
  code: '',
  modifiers: 0,
});
const wheel = (deltaY: number): DoneInput => ({ type: 'wheel', x: 0, y: 0, deltaX: 0, deltaY, modifiers: 0 });

function slowQueue() {
  const first = deferred<void>();
  const done: DoneInput[] = [];
  const failures: string[] = [];
  const queue = new InputQueue({
    perform: async (input) => {
      done.push(input);
      if (done.length === 1) await first.promise;
    },
    onFailure: ({ message }) => failures.push(message),
  });
  const go = async (): Promise<void> => {
    first.resolve();
    for (let i = 0; i < 5000; i += 1) await Promise.resolve();
  };
  return { queue, done, failures, go };
}

test('what is done is done in its order, and movements without a stop are one', async () => {
  const { queue, done, go } = slowQueue();
  for (const input of [key('a'), move(1), move(2), key('b'), move(3), wheel(10), wheel(20)]) queue.add(input);
  await go();
  expect(done).toEqual([key('a'), move(2), key('b'), move(3), wheel(30)]);
});

test('more than a page can take is not taken, and said', async () => {
  const { queue, done, failures, go } = slowQueue();
  for (let i = 0; i < 600; i += 1) queue.add(key('a'));
  expect(failures).toHaveLength(99);
  await go();
  expect(done).toHaveLength(501);
});

test('what fails is said, and the next is done', async () => {
  const failures: string[] = [];
  const done: DoneInput[] = [];
  const perform = async (input: DoneInput): Promise<void> => {
    done.push(input);
    if (done.length === 1) throw new Error('no');
  };
  const queue = new InputQueue({ perform, onFailure: ({ message }) => failures.push(message) });
  queue.add(key('a'));
  queue.add(key('b'));
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
  expect(failures).toEqual(['The browser did not take that. Try again.']);
  expect(done).toEqual([key('a'), key('b')]);
});

test('its end is waited for: what is under way, and what waits', async () => {
  const { queue, done, go } = slowQueue();
  for (const input of [key('a'), key('b')]) queue.add(input);
  const finished = queue.finish(5_000);
  await go();
  expect(await finished).toBe(true);
  expect(done).toEqual([key('a'), key('b')]);
});

test.each<[string, DoneInput, boolean]>([
  ['a key that comes down', key('b'), false],
  ['a key that comes up', { ...key('b'), event: 'up' } as DoneInput, true],
  ['a movement', move(1), true],
])('at its limit, %s is left, which matters or not', async (_name, input, isFinished) => {
  const { queue } = slowQueue();
  queue.add(move(0));
  queue.add(wheel(1));
  queue.add(input);
  expect(await queue.finish(20)).toBe(isFinished);
});

test('what is cut off is not done, and known', async () => {
  const { queue, done, go } = slowQueue();
  for (const input of [key('a'), key('b')]) queue.add(input);
  const finished = queue.finish(5_000);
  queue.end();
  expect(await finished).toBe(false);
  await go();
  expect(done).toEqual([key('a')]);
});
