import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { InvocationDetail } from '../../viewer/view-model.ts';

/**
 * The last log lines of an invocation, for people: those that carry its request id. When its process ended first, the last
 * of all lines, because what Node says then carries none.
 */
export function lastLogLines({
  record,
  logFile,
}: Pick<InvocationDetail, 'record' | 'logFile'>): readonly string[] {
  const { requestId, exit } = record;
  const text = logFile === undefined ? '' : endOf(logFile);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const own = exit === undefined ? lines.filter((line) => requestId && line.includes(requestId)) : lines;
  return own.slice(-MAX_LINES).map(readable);
}

const MAX_LINES = 12;
const TAIL_BYTES = 200_000;
const MAX_LINE_LENGTH = 1000;

/** The end of a file; empty when it cannot be read. */
function endOf(file: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, 'r');
    const { size } = fstatSync(descriptor);
    const bytes = Buffer.alloc(Math.min(size, TAIL_BYTES));
    readSync(descriptor, bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } catch {
    // Deleted, for example. The page is still worth having.
    return '';
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** A JSON line of the host in words; any other as it is. */
function readable(line: string): string {
  const entry = parseJson(line);
  if (!isRecord(entry) || typeof entry.message !== 'string') return line.slice(0, MAX_LINE_LENGTH);
  const { time, level, message, ...fields } = entry;
  const at = typeof time === 'string' ? time.slice(11, 19) : '';
  // What the page says anyway, and ids, are in the file.
  const worth = Object.entries(fields).filter(([name]) => !/Id$|^(?:phase|definitionName)$/.test(name));
  const more = worth.map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${at} ${level} ${message}${more.join('')}`.trim().slice(0, MAX_LINE_LENGTH);
}
