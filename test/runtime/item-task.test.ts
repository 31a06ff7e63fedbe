import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { jsonLogger } from '../../lib/runtime/index.ts';
import { type TaskLimits, WaitingTask } from '../../lib/runtime/item-task.ts';
import { TaskCallbacks } from '../../lib/service/task-callbacks.ts';
import { withEnvironment } from '../service/environment.ts';
import { FleetAws } from './fleet-aws.ts';

let aws: FleetAws;
let environment: Disposable;
const { signal } = new AbortController();

beforeAll(async () => {
  aws = await new FleetAws().start();
  environment = withEnvironment(aws.environment);
});
afterAll(() => {
  environment[Symbol.dispose]();
  aws.close();
});

function waitingTask(limits: TaskLimits) {
  const lines: string[] = [];
  let gone = 0;
  const task = new WaitingTask({
    logger: jsonLogger({ level: 'info', write: (line) => lines.push(line) }),
    callbacks: (region) => TaskCallbacks.in(region),
    onGone: () => {
      gone += 1;
    },
    limits,
  });
  return { task, lines, gone: () => gone };
}

test('heartbeats go on until the end is told, and survive a service that fails for a while', async () => {
  const { task, lines } = waitingTask({ beatMs: 10 });
  task.handOver(aws.task('a'));
  await aws.until(() => aws.beatsOf('a') >= 2);
  aws.failures = 1;
  await aws.until(() => aws.failures === 0);
  const before = aws.beatsOf('a');
  await aws.until(() => aws.beatsOf('a') > before);
  expect(lines.join('')).toContain('a heartbeat of the item cannot be sent');
  expect(await task.tell({ output: '1' }, { ending: signal })).toBe(true);
  const beats = aws.beatsOf('a');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(aws.beatsOf('a')).toBe(beats);
});

test('from the moment of a hand-over only the new task hears anything', async () => {
  const { task, gone } = waitingTask({ beatMs: 10 });
  task.handOver(aws.task('b'));
  await aws.until(() => aws.beatsOf('b') >= 1);
  aws.closeTask('b');
  task.handOver(aws.task('c'));
  // Whoever starts it by himself takes nothing away.
  task.handOver(undefined);
  const heardByB = aws.beatsOf('b');
  await aws.until(() => aws.beatsOf('c') >= 3);
  expect(await task.tell({ error: 'E', cause: '{}' }, { ending: signal })).toBe(true);
  expect(aws.endOf('c')).toMatchObject({ error: 'E' });
  expect(aws.beatsOf('b')).toBe(heardByB);
  expect(gone()).toBe(0);
});

test('a task that was stopped is noticed once, and is too late for another one', async () => {
  const { task, gone } = waitingTask({ beatMs: 10 });
  task.handOver(aws.task('d'));
  aws.closeTask('d');
  await aws.until(() => aws.refused.some(({ token }) => token === 'd'));
  while (gone() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  expect(task.isOver).toBe(true);
  task.handOver(aws.task('e'));
  expect(await task.tell({ output: '1' }, { ending: signal })).toBe(false);
  expect(aws.endOf('e')).toBeUndefined();
  expect(gone()).toBe(1);
});

test('an end that cannot be told is given up in time, sooner when the process is about to end', async () => {
  aws.failures = 1000;
  const slow = waitingTask({ tellMs: 50 });
  slow.task.handOver(aws.task('f'));
  expect(await slow.task.tell({ output: '1' }, { ending: signal })).toBe(false);
  const ending = new AbortController();
  const hasty = waitingTask({ tellMs: 60_000, lastTellMs: 50 });
  hasty.task.handOver(aws.task('g'));
  const told = hasty.task.tell({ output: '1' }, { ending: ending.signal });
  ending.abort();
  expect(await told).toBe(false);
  aws.failures = 0;
});

test('the pause between heartbeats keeps no process that has nothing else to do', () => {
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const before = timers();
  const keeps = setTimeout(() => undefined, 60_000);
  expect(timers()).toBe(before + 1);
  clearTimeout(keeps);
  const { task } = waitingTask({});
  task.handOver(aws.task('h'));
  expect(timers()).toBe(before);
  task.close();
});

test('an end whose answer was lost counts as told when the task is gone then, and nobody takes over a failure', async () => {
  const { task } = waitingTask({ beatMs: 60_000 });
  task.handOver(aws.task('i'));
  aws.lostAnswers = 1;
  const telling = task.tell({ error: 'E', cause: '{}' }, { ending: signal });
  await aws.until(() => aws.endOf('i') && aws.lostAnswers === 0);
  while (!task.isTooLate) await new Promise((resolve) => setTimeout(resolve, 5));
  task.handOver(aws.task('j'));
  expect(await telling).toBe(true);
  expect(aws.endOf('j')).toBeUndefined();
});

test('what is answered by another server than Step Functions is not told', async () => {
  const { task, lines } = waitingTask({ tellMs: 50 });
  task.handOver(aws.task('k'));
  aws.answer = '<html>sign in</html>';
  expect(await task.tell({ output: '1' }, { ending: signal })).toBe(false);
  aws.answer = undefined;
  expect(lines.join('')).toMatch(/is not Step Functions/);
});

test('an end that the task does not take is told in another way, once', async () => {
  const { task } = waitingTask({});
  task.handOver(aws.task('l'));
  const refusedEnd = (why: string) => ({ error: 'EndRefused', cause: JSON.stringify(why) });
  expect(await task.tell({ output: 'no JSON' }, { ending: signal, refusedEnd })).toBe(true);
  expect(aws.endOf('l')).toMatchObject({ error: 'EndRefused', cause: expect.stringContaining('no JSON') });
  const again = waitingTask({});
  again.task.handOver(aws.task('m'));
  const long = () => ({ error: 'E'.repeat(300), cause: '{}' });
  expect(await again.task.tell({ output: 'no JSON' }, { ending: signal, refusedEnd: long })).toBe(false);
});
