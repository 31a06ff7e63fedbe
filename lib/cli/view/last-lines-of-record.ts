import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { readableLine, SHOWN_LOG_LINES } from '../../viewer/readable-line.ts';
import { type LineChoice, linesOfSession } from '../logs/line-choice.ts';
import { LINE_MARGINS } from '../logs/line-margins.ts';
import type { LogEventOfGroup } from '../logs/log-line.ts';
import { lastOf, type ReadEvents, readSource } from '../logs/read-lines.ts';

/**
 * The last log lines of an invocation, for people: those that carry the id of its request. When its process ended first, the
 * last of all of its session, because what Node says then carries none. CloudWatch reads forwards only: the end is looked at
 * first, and more only when that has too few.
 */
export async function lastLinesOfRecord(
  record: InvocationRecord,
  { group, nowMs, read }: { readonly group: string; readonly nowMs: number; readonly read: ReadEvents },
): Promise<readonly string[]> {
  const choice = linesOfRecord(record);
  if (choice === undefined) return [];
  const startMs = Date.parse(record.startedAt) - beforeMs;
  const endMs = record.endedAt === undefined ? nowMs : Date.parse(record.endedAt) + afterMs;
  let lines: readonly LogEventOfGroup[] = [];
  for (const spanMs of SPANS_MS) {
    const fromMs = Math.max(startMs, endMs - spanMs);
    const source = { source: 'runtime', group, startMs: fromMs, endMs, ...choice } as const;
    lines = await lastOf(readSource(source, read), SHOWN_LOG_LINES);
    if (lines.length >= SHOWN_LOG_LINES || fromMs === startMs) break;
  }
  return lines.map(({ text }) => readableLine(text.trimEnd())).filter((line) => line !== '');
}

const { beforeMs, afterMs } = LINE_MARGINS;
const SPANS_MS = [afterMs + 30_000, afterMs + 600_000, Number.POSITIVE_INFINITY];

function linesOfRecord({
  exit,
  requestId,
  sessionId,
}: InvocationRecord): { readonly pattern?: string; readonly choice: LineChoice } | undefined {
  if (exit !== undefined && sessionId !== undefined) return { choice: linesOfSession(sessionId) };
  if (requestId === undefined) return undefined;
  return {
    pattern: JSON.stringify(requestId),
    choice: { isWanted: ({ text }) => text.includes(requestId) },
  };
}
