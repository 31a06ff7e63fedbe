import { UsageError } from './usage-error.ts';

/**
 * Reads when something is to begin: so long ago, such as `30s`, `10m`, `2h`, `1d`, or a time of ISO 8601.
 *
 * @returns milliseconds since 1970
 * @throws UsageError for anything else, and for what has not come yet
 */
export function parseSince(text: string, nowMs: number): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) return Math.max(0, nowMs - Number(count) * (UNIT_MS[unit] ?? 0));
  // A time without a zone is one of this machine, and a day begins at midnight UTC, as Date has them.
  const timeMs = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (timeMs >= 0 && timeMs <= nowMs) return timeMs;
  throw new UsageError({
    what: timeMs > nowMs ? `--since "${text}" has not come yet.` : `--since "${text}" is not a time.`,
    allowed: `So long ago is allowed, as 30s, 10m, 2h or 1d, or a time such as ${new Date(nowMs).toISOString()}.`,
  });
}

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const ISO_TIME = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:Z|[+-]\d\d:\d\d)?)?$/;
