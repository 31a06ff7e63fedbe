import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { LogFile } from '../../../lib/local/logs/log-file.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'log-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

const CREATED_MS = Date.parse('2026-01-01T00:00:00Z');
const at = (second: number): number => CREATED_MS + second * 1000;
const line = (second: number, message = 'said'): string =>
  `${JSON.stringify({ level: 'info', time: new Date(at(second)).toISOString(), message })}\n`;

function logOf(text: string, { isAtRest = true } = {}): LogFile {
  const file = path.join(folder, `${randomUUID()}.log`);
  writeFileSync(file, text);
  return new LogFile({ file, sizeBytes: statSync(file).size, createdAtMs: CREATED_MS, isAtRest });
}

const seen = (log: LogFile): unknown[] =>
  [...log.forward(0)].map(({ timestampMs, message }) => [
    (timestampMs - CREATED_MS) / 1000,
    message.slice(0, 9),
  ]);

test('lines without a time have that of the line before, those at the beginning that of the file', () => {
  const log = logOf(`Debugger listening\r\n${line(3)}Error: ✗\n\n    at main\n${line(4)}`);
  expect(seen(log)).toEqual([
    [0, 'Debugger '],
    [3, '{"level":'],
    [3, 'Error: ✗'],
    [3, '    at ma'],
    [4, '{"level":'],
  ]);
});

test('a line that has no end counts only when nobody goes on with it', () => {
  const text = `${line(1)}Segmentation fa`;
  expect(seen(logOf(text))).toHaveLength(2);
  const log = logOf(text, { isAtRest: false });
  expect(seen(log)).toHaveLength(1);
  expect(log.end).toBe(line(1).length);
});

describe('a file of many pieces', () => {
  const texts = Array.from({ length: 4000 }, (_, index) =>
    index % 10 === 0 ? line(index) : `${'é'.repeat(index % 90)} ${index}\n`,
  );
  const log = logOf(texts.join(''));
  const all = [...log.forward(0)];

  test('has each line once, one behind the other', () => {
    expect(all.map(({ message }) => `${message}\n`)).toEqual(texts);
    expect(all.map(({ next }) => next).slice(0, -1)).toEqual(all.map(({ position }) => position).slice(1));
  });

  test('is the same backwards, from anywhere', () => {
    expect([...log.backward(log.end)].reverse()).toEqual(all);
    expect([...log.backward(all[1234]?.position ?? 0)].reverse()).toEqual(all.slice(0, 1234));
    expect([...log.forward(all[1234]?.position ?? 0)]).toEqual(all.slice(1234));
  });

  test.each([0, 1, 10, 1995, 3990, 5000])('is found by time: %i', (second) => {
    const first = all.find(({ timestampMs }) => timestampMs >= at(second));
    expect(log.seek(at(second))).toBe(first?.position ?? log.end);
  });
});
