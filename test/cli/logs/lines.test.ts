import { describe, expect, test } from '@jest/globals';
import { linesOfInvocation, linesOfRuns } from '../../../lib/cli/logs/line-choice.ts';
import { lineText } from '../../../lib/cli/logs/line-text.ts';
import { type LogEventOfGroup, readLogLine } from '../../../lib/cli/logs/log-line.ts';
import { readGroup } from '../../../lib/cli/logs/read-group.ts';
import { lastOf } from '../../../lib/cli/logs/read-lines.ts';
import { parseSince } from '../../../lib/cli/since.ts';

const event = (text: string | object, given: Partial<LogEventOfGroup> = {}): LogEventOfGroup => ({
  ...{ source: 'runtime', group: 'g', stream: 's', id: '1', timestampMs: 0 },
  text: typeof text === 'string' ? text : JSON.stringify(text),
  ...given,
});
const shown = (text: string | object, options: Partial<Parameters<typeof lineText>[1]> = {}): string =>
  lineText(readLogLine(event(text)), { colors: false, known: new Set(), ...options });

describe('a line for people', () => {
  const time = '1970-01-01T00:00:00.000Z';

  test('has the fields that tell lines apart, and not those that all have or nobody reads', () => {
    const line = {
      level: 'WARN',
      time,
      message: 'slow',
      sessionId: '0123456789',
      requestId: 'r',
      durationMs: 3,
    };
    expect(
      shown({ ...line, workflowRunId: 'run', note: 'two words', list: ['a'] }, { known: new Set(['run']) }),
    ).toBe(`${time}  warn   runtime  slow sessionId=01234567 durationMs=3 note="two words" list=["a"]\n`);
  });

  test('is as it is when others wrote it, and cannot be taken for another line', () => {
    expect(shown(`a\u001b[31m\n${time}  error  runtime  faked\n`)).toBe(
      `${time}  -      runtime  a\\u001b[31m\n    ${time}  error  runtime  faked\n`,
    );
    expect(shown({ message: 'failed', error: 'Error: x\n    at y', 'a\nb': 1, level: 7 })).toBe(
      `${time}  -      runtime  failed level=7 a\\u000ab=1\n    error: Error: x\n        at y\n`,
    );
    expect(shown('{"message": "half')).toContain('runtime  {"message": "half\n');
  });

  test('has a colour by its level alone', () => {
    const plain = shown({ level: 'error', message: 'x' });
    expect(shown({ level: 'error', message: 'x' }, { colors: true })).toBe(
      `\u001b[31m${plain.trimEnd()}\u001b[0m\n`,
    );
    expect(shown({ level: 'info', message: 'x' }, { colors: true })).not.toContain('\u001b');
  });
});

test('pages may be empty, and tokens the same: only an answer without one is the end', async () => {
  const pages = [
    { events: [], nextToken: 'same' },
    { events: [{ message: 'one' }], nextToken: 'same' },
    { nextToken: 'other' },
    { events: [{ message: 'two', eventId: 'id' }] },
  ];
  const tokens: unknown[] = [];
  const client = {
    send: async (command: { readonly input: object }) => {
      tokens.push(Reflect.get(command.input, 'nextToken'));
      return pages.shift() ?? {};
    },
  };
  const wanted = { source: 'runtime', group: 'g', startMs: 0 } as const;
  const texts: string[] = [];
  for await (const { text } of readGroup(client, wanted, new AbortController().signal)) texts.push(text);
  expect({ texts, tokens }).toEqual({ texts: ['one', 'two'], tokens: [undefined, 'same', 'same', 'other'] });
});

test('the last of many are kept', async () => {
  async function* numbers(): AsyncGenerator<number> {
    for (let number = 1; number <= 10; number += 1) yield number;
  }
  expect(await lastOf(numbers(), 3)).toEqual([8, 9, 10]);
  expect(await lastOf(numbers(), 20)).toHaveLength(10);
});

test('a run has the lines of its invocation, none of its other runs, and those without ids of its time', async () => {
  const { isWanted } = linesOfInvocation({
    ...{ runId: 'run', sessionId: 'session', requestId: 'request' },
    ...{ startedMs: 10, endedMs: 20 },
  });
  const ids = { sessionId: 'session', requestId: 'request' };
  expect(isWanted(event({ ...ids, message: 'x' }, { timestampMs: 99 }))).toBe(true);
  expect(isWanted(event({ ...ids, workflowRunId: 'run' }))).toBe(true);
  expect(isWanted(event({ ...ids, workflowRunId: 'next' }))).toBe(false);
  expect(isWanted(event({ ...ids, requestId: 'other' }, { timestampMs: 15 }))).toBe(false);
  expect(isWanted(event({ ...ids, sessionId: 'other' }))).toBe(false);
  expect(isWanted(event('    at y', { timestampMs: 15 }))).toBe(true);
  expect(isWanted(event('    at y', { timestampMs: 21 }))).toBe(false);
});

test('a group that workflows share is read for the runs of one', async () => {
  const { isWanted } = linesOfRuns(async (runId) => runId === RUN);
  expect(await isWanted(event({ workflowRunId: RUN }))).toBe(true);
  expect(await isWanted(event({ workflowRunId: OTHER }))).toBe(false);
  expect(await isWanted(event('text', { stream: `runs/${OTHER}` }))).toBe(false);
  expect(await isWanted(event('text of nobody knows whom'))).toBe(true);
});

const RUN = '00000000-0000-4000-8000-000000000001';
const OTHER = '00000000-0000-4000-8000-000000000002';

describe('--since', () => {
  const nowMs = Date.parse('2026-03-04T05:06:07Z');

  test.each([
    ['30s', '2026-03-04T05:05:37.000Z'],
    ['10m', '2026-03-04T04:56:07.000Z'],
    ['2h', '2026-03-04T03:06:07.000Z'],
    ['1d', '2026-03-03T05:06:07.000Z'],
    ['2026-03-04', '2026-03-04T00:00:00.000Z'],
    ['2026-03-04T05:00:00+01:00', '2026-03-04T04:00:00.000Z'],
    ['999999d', '1970-01-01T00:00:00.000Z'],
  ])('%s', (text, time) => {
    expect(new Date(parseSince(text, nowMs)).toISOString()).toBe(time);
  });

  test.each([
    '',
    '5',
    'm',
    '-5m',
    '5 m',
    '1w',
    '1.5h',
    '2026',
    '2026-13-01',
    'March 4',
    '1/2/2026',
    '2027-01-01',
  ])('"%s" is refused with what is allowed', (text) => {
    expect(() => parseSince(text, nowMs)).toThrow(/So long ago is allowed, as 30s, 10m, 2h or 1d/);
  });
});
