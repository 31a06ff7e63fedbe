import { expect, test } from '@jest/globals';
import { npx } from '../../../lib/cli/command-line.ts';
import { followLines } from '../../../lib/cli/logs/follow-lines.ts';
import { troubleTeller } from '../../../lib/cli/logs/follow-logs.ts';
import { ALL_LINES, linesOfSession } from '../../../lib/cli/logs/line-choice.ts';
import type { LogEventOfGroup } from '../../../lib/cli/logs/log-line.ts';
import type { WantedEventsOfGroup } from '../../../lib/cli/logs/read-group.ts';
import type { LogSource } from '../../../lib/cli/logs/read-lines.ts';

const START_MS = Date.parse('2026-01-01T00:00:00Z');
const second = (count: number): number => START_MS + count * 1000;
const eventAt = (seconds: number, text: string, stream = 'a'): LogEventOfGroup => ({
  ...{ source: 'runtime', group: 'g', stream, text },
  id: `${stream} ${seconds} ${text}`,
  timestampMs: second(seconds),
});
const source = (given: Partial<LogSource> = {}): LogSource => ({
  ...{ source: 'runtime', group: 'g', startMs: START_MS, choice: ALL_LINES },
  ...given,
});

/** A group to which events arrive in whatever order. Some polls fail. */
class Group {
  readonly events: LogEventOfGroup[] = [];
  readonly asked: WantedEventsOfGroup[] = [];
  fails: Error | undefined;

  async *read(wanted: WantedEventsOfGroup): AsyncGenerator<LogEventOfGroup> {
    this.asked.push(wanted);
    const { startMs, streams = [], pattern = '' } = wanted;
    for (const event of [...this.events].sort((a, b) => a.timestampMs - b.timestampMs)) {
      if (event.timestampMs < startMs || (streams.length > 0 && !streams.includes(event.stream))) continue;
      const id = /= "(.*)"/.exec(pattern)?.[1] ?? '';
      if (event.text.includes(id)) yield event;
    }
    // In the middle of a poll: what came before is told already.
    if (this.fails !== undefined) throw this.fails;
  }
}

/** Follows a group through some polls, between which things happen. */
async function follow(
  group: Group,
  polls: readonly (() => void)[],
  sources: readonly LogSource[] = [source()],
) {
  const told: string[][] = [];
  const pauses: number[] = [];
  const rest = [...polls];
  const troubles: unknown[] = [];
  const missing: string[] = [];
  for await (const events of followLines(sources, {
    read: (wanted) => group.read(wanted),
    troubled: (error) => troubles.push(error),
    missing: (name) => missing.push(name),
    pause: async (milliseconds) => {
      pauses.push(milliseconds);
      const next = rest.shift();
      next?.();
      return next !== undefined;
    },
  }))
    told.push(events.map(({ text }) => text));
  return { told, pauses, troubles, missing };
}

test('what arrives late is told when it comes, and nothing twice', async () => {
  const group = new Group();
  group.events.push(eventAt(10, 'one'), eventAt(20, 'two'));
  const { told } = await follow(group, [
    () => {},
    () => group.events.push(eventAt(15, 'late', 'b'), eventAt(20, 'same time', 'b')),
    () => group.events.push(eventAt(600, 'much later')),
    () => group.events.push(eventAt(481, 'two minutes late'), eventAt(1, 'too late')),
    () => {},
  ]);
  expect(told).toEqual([['one', 'two'], [], ['late', 'same time'], ['much later'], ['two minutes late'], []]);
});

test('an outage loses nothing, repeats nothing, and is asked after less and less often', async () => {
  const group = new Group();
  const lost = new Error('lost');
  group.events.push(eventAt(1, 'before'));
  const { told, pauses, troubles } = await follow(group, [
    () => {
      group.fails = lost;
      group.events.push(eventAt(2, 'half of a poll'));
    },
    () => group.events.push(eventAt(3, 'meanwhile')),
    () => {
      group.fails = undefined;
      group.events.push(eventAt(400, 'after'));
    },
  ]);
  expect(told).toEqual([['before'], ['half of a poll'], ['meanwhile'], ['after']]);
  expect(pauses).toEqual([2000, 2000, 4000, 2000]);
  expect(troubles).toEqual([lost, lost, undefined]);
});

test('a line that says that it is of the future hides none', async () => {
  const group = new Group();
  const soon = (Date.now() - START_MS) / 1000;
  group.events.push(eventAt(soon + 3600, 'future'));
  const { told } = await follow(group, [() => group.events.push(eventAt(soon, 'now'))]);
  expect(told).toEqual([['future'], ['now']]);
});

test('a group that is not there is waited for', async () => {
  const group = new Group();
  group.fails = Object.assign(new Error('The specified log group does not exist.'), {
    name: 'ResourceNotFoundException',
  });
  const { told, missing, troubles } = await follow(group, [
    () => {
      group.fails = undefined;
      group.events.push(eventAt(1, 'there'));
    },
  ]);
  expect({ told, missing, troubles }).toEqual({ told: [[], ['there']], missing: ['g'], troubles: [] });
});

test('the streams of a session are found as they come, and what others wrote is not read', async () => {
  const group = new Group();
  const line = (sessionId: string): string => JSON.stringify({ sessionId, message: 'hello' });
  group.events.push(eventAt(1, line('other'), 'b'));
  const { told } = await follow(
    group,
    [() => group.events.push(eventAt(2, 'plain'), eventAt(3, line('mine')), eventAt(4, 'plain too', 'b'))],
    [source({ choice: linesOfSession('mine') })],
  );
  expect(told).toEqual([[], ['plain', line('mine')]]);
  expect(group.asked.at(-1)).toMatchObject({ streams: ['a'] });
});

test('of a run that has ended long ago nothing more is waited for', async () => {
  const group = new Group();
  group.events.push(eventAt(1, 'all'));
  const { told, pauses } = await follow(group, [], [source({ endMs: second(2) })]);
  expect({ told, pauses }).toEqual({ told: [['all']], pauses: [] });
});

test('trouble is said once, as is its end; what time does not mend ends it', () => {
  let said = '';
  const stderr = (text: string): void => {
    said += text;
  };
  const tell = troubleTeller({ stderr, interrupt: new AbortController().signal, commandLine: npx });
  const throttled = Object.assign(new Error('Rate exceeded'), {
    name: 'ThrottlingException',
    $metadata: { httpStatusCode: 400 },
  });
  tell(throttled);
  tell(throttled);
  tell(undefined);
  expect(said).toMatch(
    /^The service failed \(HTTP 400\)\. Rate exceeded\. Trying again\.\nThe logs can be read again\..*\n$/,
  );
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  expect(() => tell(denied)).toThrow(denied);
});
