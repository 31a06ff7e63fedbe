/**
 * Reads a date and time of this machine's time zone, as a field for them gives it (`2026-03-01T09:00`), or with a zone of its
 * own (`…Z`, `…+02:00`). A date alone is its midnight.
 *
 * @returns `undefined` for what is no such time, such as 30 February
 */
export function readLocalTime(text: string): Date | undefined {
  const [, date = '', time = '00:00', zone = ''] =
    /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? [];
  const day = new Date(`${date}T00:00Z`);
  // Other days than those of the month are taken for days of the next one.
  if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, date.length) !== date) return undefined;
  const read = new Date(`${date}T${time}${zone}`);
  return Number.isNaN(read.getTime()) ? undefined : read;
}

/** A time as a field for dates and times shows it. */
export function localTimeField(date: Date): string {
  const at = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 19);
}

/** The time zone of this machine, such as `Europe/Berlin`. */
export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
