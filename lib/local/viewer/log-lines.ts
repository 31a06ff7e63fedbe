import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { readableLine, SHOWN_LOG_LINES } from '../../viewer/readable-line.ts';
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
  return own.slice(-SHOWN_LOG_LINES).map(readableLine);
}

const TAIL_BYTES = 200_000;

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
