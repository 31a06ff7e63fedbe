const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });

/** Date and time in the time zone of this machine, which is also that of the reader. */
export function formatDate(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'unknown' : DATE.format(date);
}

/** The time of the day alone. */
export function formatTime(date: Date): string {
  return Number.isNaN(date.getTime()) ? 'unknown' : TIME.format(date);
}

/** For machines; empty for a date that is none. */
export function isoOf(date: Date): string {
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** A duration: `850 ms`, `4.2 s`, `3 min 7 s`, `2 h 5 min`. */
export function formatDuration(milliseconds: number): string {
  const duration = Math.max(0, milliseconds);
  if (duration < 1000) return `${Math.round(duration)} ms`;
  if (duration < 60_000) return `${(duration / 1000).toFixed(1)} s`;
  const minutes = Math.floor(duration / 60_000);
  if (minutes < 60) return `${minutes} min ${Math.floor((duration % 60_000) / 1000)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The first part of a UUID, enough to tell neighbours apart. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** `1 act`, `2 acts`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** Text that is not longer than `length`; what was left out is shown by an ellipsis. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
