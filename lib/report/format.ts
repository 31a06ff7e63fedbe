/** Date and time in the time zone of this machine, which a file may leave: it is said. */
export function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'unknown';
  dates ??= new Intl.DateTimeFormat('en-GB', DATE_AND_ZONE);
  return dates.format(date);
}

/** The time of the day alone. */
export function formatTime(date: Date): string {
  if (Number.isNaN(date.getTime())) return 'unknown';
  return date.toLocaleTimeString('en-GB', { timeStyle: 'medium' });
}

/** Made once: lists have hundreds of dates, and making it takes longer than using it. Nor is it made for those who only import it. */
let dates: Intl.DateTimeFormat | undefined;
const DATE_AND_ZONE: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
};

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
  return number.toLocaleString('en-GB');
}

/** `1 act`, `2,000 acts`. */
export function countOf(number: number, noun: string): string {
  return `${formatCount(number)} ${noun}${number === 1 ? '' : 's'}`;
}

/** Text that is not longer than `length`; what was left out is shown by an ellipsis. */
export function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
