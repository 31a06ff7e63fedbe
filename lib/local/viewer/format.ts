const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const TIME = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const COUNT = new Intl.NumberFormat('en-GB');

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

/** The first part of a UUID, enough to tell neighbours apart. */
export function shortId(id: string): string {
  return id.slice(0, 8);
}

/** `10,000`. */
export function formatCount(number: number): string {
  return COUNT.format(number);
}

/** `1 act`, `2,000 acts`. */
export function countOf(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Text that is not longer than `length`; what was left out is shown by an ellipsis. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
