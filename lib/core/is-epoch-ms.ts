/** Whether it is a moment, in milliseconds since 1970, that can be written as a date with a year of four digits. */
export function isEpochMs(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LATEST;
}

const LATEST = Date.UTC(9999, 11, 31);
