import { cronNumber } from './schedule-cron.ts';

/**
 * Whether fields of cron, which are right as such, mean any time after a moment: the 30th of February does not come, nor does a year that is
 * over. A day is enough where it is still to come; of today, the hours and minutes count.
 *
 * @param now as clocks of the time zone show it: `2031-12-24T18:00:00`
 */
export function firesAfter(cron: string, now: string): boolean {
  const [minutes = '', hours = '', ofMonth = '', months = '', ofWeek = '', years = ''] = cron
    .trim()
    .split(/\s+/);
  const [today = '', clock = ''] = now.split('T');
  const thisYear = Number(today.slice(0, 4));
  const isLater = numbersOf(hours, HOURS).some((hour) =>
    numbersOf(minutes, MINUTES).some((minute) => `${twoDigits(hour)}:${twoDigits(minute)}:00` > clock),
  );
  for (const year of numbersOf(years, YEARS).filter((each) => each >= thisYear))
    for (const month of numbersOf(months, MONTHS))
      for (let day = 1; day <= daysIn(year, month); day += 1) {
        const date = `${year}-${twoDigits(month)}-${twoDigits(day)}`;
        if (date < today || (date === today && !isLater)) continue;
        if (isDay({ year, month, day }, { ofMonth, ofWeek })) return true;
      }
  return false;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** One of both is `?`. */
function isDay(
  date: Day,
  { ofMonth, ofWeek }: { readonly ofMonth: string; readonly ofWeek: string },
): boolean {
  const { year, month, day } = date;
  const last = daysIn(year, month);
  if (ofWeek === '?') {
    return ofMonth.split(',').some((part) => {
      if (/[LW]/i.test(part)) return /^L/i.test(part) || Number.parseInt(part, 10) <= last;
      return numbersOf(part, [1, 31]).includes(day);
    });
  }
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
  return ofWeek.split(',').some((part) => {
    const [, named, nth] = /^(\w+)#(\d)$/.exec(part) ?? [];
    if (named !== undefined) return cronNumber(named) === weekday && Math.ceil(day / 7) === Number(nth);
    const [, lastNamed] = /^(\w+)L$/i.exec(part) ?? [];
    if (lastNamed !== undefined) return cronNumber(lastNamed) === weekday && day > last - 7;
    return /^L$/i.test(part) ? weekday === 7 : numbersOf(part, [1, 7]).includes(weekday);
  });
}

/** All numbers that a field of lists, ranges and steps means. */
function numbersOf(field: string, [least, most]: readonly [number, number]): number[] {
  const numbers = field.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const first = range === '*' ? least : cronNumber(from);
    const end = range === '*' || (to === undefined && step !== undefined) ? most : cronNumber(to ?? from);
    const by = Number(step ?? 1);
    return Array.from(
      { length: Math.max(0, Math.floor((end - first) / by) + 1) },
      (_, index) => first + index * by,
    );
  });
  return [...new Set(numbers)].sort((one, other) => one - other);
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}

const MINUTES = [0, 59] as const;
const HOURS = [0, 23] as const;
const MONTHS = [1, 12] as const;
const YEARS = [1970, 2199] as const;
