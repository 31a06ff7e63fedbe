/** Marks of a time axis: at round times, few enough to be read. */
export function axisTicks(durationMs: number): readonly AxisTick[] {
  const everyMs = STEPS_MS.find((step) => durationMs / step <= MOST_TICKS) ?? wholeDays(durationMs);
  const ticks: AxisTick[] = [];
  // The end is the edge of the picture, where a label has no room.
  for (let index = 0; index * everyMs < durationMs * 0.96; index += 1)
    ticks.push({ atMs: index * everyMs, label: labelOf(index * everyMs) });
  return ticks;
}

export interface AxisTick {
  /** Since the start. */
  readonly atMs: number;
  readonly label: string;
}

const MOST_TICKS = 6;
const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const STEPS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR_MS),
];

function wholeDays(durationMs: number): number {
  return Math.ceil(durationMs / MOST_TICKS / DAY_MS) * DAY_MS;
}

/** Without zeros that say nothing: `5 s`, `1 min 30 s`, `2 h`. */
function labelOf(ms: number): string {
  if (ms === 0) return '0';
  if (ms < SECOND_MS) return `${ms} ms`;
  if (ms < MINUTE_MS) return `${ms / SECOND_MS} s`;
  const [big, small, bigUnit, smallUnit] =
    ms < HOUR_MS
      ? ([Math.floor(ms / MINUTE_MS), (ms % MINUTE_MS) / SECOND_MS, 'min', 's'] as const)
      : ms < DAY_MS
        ? ([Math.floor(ms / HOUR_MS), (ms % HOUR_MS) / MINUTE_MS, 'h', 'min'] as const)
        : ([Math.floor(ms / DAY_MS), (ms % DAY_MS) / HOUR_MS, 'd', 'h'] as const);
  return small === 0 ? `${big} ${bigUnit}` : `${big} ${bigUnit} ${small} ${smallUnit}`;
}
