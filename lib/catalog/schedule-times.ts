import { didYouMean } from '../core/suggest.ts';

/**
 * Whether a text says how often: `1 hour`, `90 minutes`.
 *
 * @returns what to do when it does not
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#rate-based
 */
export function rateFix(text: string): string | undefined {
  const [, count = '', unit = ''] =
    /^\s*(?:rate\s*\()?\s*(\d+)\s*(minute|hour|day)s?\s*\)?\s*$/i.exec(text) ?? [];
  const amount = Number(count);
  if (!(amount > 0)) return 'write "1 hour" or "90 minutes", for example';
  if (amount * minutesOf(unit.toLowerCase()) > MOST_DAYS * minutesOf('day'))
    return `write ${MOST_DAYS} days at most, or say the days by cron`;
  const right = `${amount} ${unit.toLowerCase()}${amount === 1 ? '' : 's'}`;
  return right === text ? undefined : `write ${JSON.stringify(right)}`;
}

function minutesOf(unit: string): number {
  return unit === 'minute' ? 1 : unit === 'hour' ? 60 : 1440;
}

/** A limit of ours: what is rarer than once a year has a day of its own. */
const MOST_DAYS = 366;

/** Whether a text is a time of a day that there is, without a time zone. */
export function isLocalTime(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(text)) return false;
  const time = new Date(`${text}Z`);
  // Of the 30th of February, dates make the 2nd of March.
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(text);
}

/**
 * Whether a time zone is known here. EventBridge Scheduler takes those of the IANA database.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#time-zones
 */
export function isTimeZone(name: string): boolean {
  // An offset is none of the database.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Whether clocks of a time zone never show a time, since they go on by an hour, mostly, when summer time begins. */
export function isSkipped(local: string, timeZone: string): boolean {
  const asUtc = Date.parse(`${local}Z`);
  // Zones are at most 14 hours before UTC, and 12 after it; clocks move on by half an hour, or more.
  for (let hours = -14; hours <= 12; hours += 0.25)
    if (localTimeOf(new Date(asUtc + hours * 3_600_000), timeZone) === local) return false;
  return true;
}

/**
 * Whether a text is a time zone as the database writes it. Here letter case means nothing; EventBridge Scheduler does not say that of itself.
 *
 * @returns what to do when it is not
 */
export function timeZoneFix(name: string): string | undefined {
  if (!isTimeZone(name)) {
    const near = didYouMean(name, Intl.supportedValuesOf('timeZone'));
    return near === undefined
      ? 'write "Europe/Berlin", for example'
      : `did you mean ${JSON.stringify(near)}?`;
  }
  // Another name of the same zone is right, too: only those that differ in letter case are not.
  const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
  const isWritten =
    timeZone === name || (timeZone.toLowerCase() !== name.toLowerCase() && /^[A-Z]/.test(name));
  return isWritten ? undefined : `write ${JSON.stringify(timeZone)}`;
}

/** A moment as clocks of a time zone show it, in the form of {@link isLocalTime}, so that texts compare as times do. */
export function localTimeOf(moment: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}:${parts.second}`;
}
