import { describe, expect, test } from '@jest/globals';
import type { ProgressEvent } from '../../../lib/sdk/index.ts';
import { RunEvents } from '../../../lib/sdk/run/run-events.ts';

const RUN = { type: 'run', definitionName: 'shop', workflowRunId: 'r' } as const;
const ENDED: ProgressEvent = { ...RUN, phase: 'ended', status: 'SUCCEEDED' };

function session(sessionId: string, phase: 'started' | 'ended'): ProgressEvent {
  return { type: 'session', phase, workflowRunId: 'r', sessionId };
}

function line(message: string): ProgressEvent {
  return { type: 'log', level: 'info', message };
}

async function all(events: AsyncIterable<ProgressEvent>): Promise<ProgressEvent[]> {
  const seen: ProgressEvent[] = [];
  for await (const event of events) seen.push(event);
  return seen;
}

describe('the events of a run', () => {
  test('come in order to each reader, from when it asked until the run has ended', async () => {
    const events = new RunEvents();
    events.publish(line('before'));
    const first = all(events.read());
    const late = events.read();
    events.publish(line('a'));
    events.publish(ENDED);
    events.publish(line('after'));

    expect(await first).toEqual([line('a'), ENDED]);
    expect(await all(late)).toEqual([line('a'), ENDED]);
    expect(await all(events.read())).toEqual([]);
  });

  test('of a session are its own, and end with it', async () => {
    const events = new RunEvents();
    const own = all(events.read('s1'));
    for (const event of [session('s1', 'started'), line('x'), session('s2', 'ended'), session('s1', 'ended')])
      events.publish(event);

    expect(await own).toEqual([session('s1', 'started'), session('s1', 'ended')]);
    expect(await all(events.read('s1'))).toEqual([]);
  });

  test('whoever reads too slowly is told how many are missing, in their place', async () => {
    const events = new RunEvents();
    const slow = events.read();
    for (let count = 1; count <= 1_005; count += 1) events.publish(line(`${count}`));
    events.publish(ENDED);
    const [notice, next, ...others] = await all(slow);

    expect(notice).toMatchObject({ level: 'warn', message: expect.stringMatching(/^6 events were dropped/) });
    expect(next).toEqual(line('7'));
    expect(others.at(-1)).toEqual(ENDED);
  });

  test('a reader that has seen enough leaves nothing behind', async () => {
    const events = new RunEvents();
    const reader = events.read();
    events.publish(line('a'));
    for await (const event of reader) {
      expect(event).toEqual(line('a'));
      break;
    }
    events.publish(line('b'));
    expect(await all(reader)).toEqual([]);
  });
});

describe('a listener', () => {
  test('gets the events of its type, until it stops; what it throws changes nothing', async () => {
    const events = new RunEvents();
    const heard: string[] = [];
    const stop = events.on('log', ({ message }) => {
      heard.push(message);
      throw new Error('mine');
    });
    {
      using _also = events.on('log', ({ level }) => heard.push(level));
      events.publish(line('a'));
    }
    events.publish(session('s1', 'started'));
    events.publish(line('b'));
    stop();
    events.publish(line('c'));

    expect(heard).toEqual(['a', 'info', 'b']);
  });

  test('for a type that there is not is refused', () => {
    expect(() => new RunEvents().on(JSON.parse('"acts"'), () => {})).toThrow(
      /type "acts"\. Types: run, session/,
    );
  });
});
