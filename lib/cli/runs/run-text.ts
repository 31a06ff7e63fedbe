import { formatDuration } from '../../core/format-duration.ts';

/** A time for people, in UTC, to the second. */
export function timeText(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** How long something took, or has taken so far. */
export function lastedText(
  { startedAt, endedAt }: { readonly startedAt: Date; readonly endedAt?: Date | undefined },
  nowMs: number,
): string {
  const lasted = formatDuration((endedAt?.getTime() ?? nowMs) - startedAt.getTime());
  return endedAt === undefined ? `${lasted} so far` : lasted;
}

/** A number with what is counted. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** Lines of names and values, the values under each other. */
export function factLines(facts: readonly (readonly [name: string, value: string | undefined])[]): string {
  const known = facts.filter(([, value]) => value !== undefined);
  const width = Math.max(...known.map(([name]) => name.length));
  return known.map(([name, value]) => `${name.padEnd(width)}  ${value}\n`).join('');
}
