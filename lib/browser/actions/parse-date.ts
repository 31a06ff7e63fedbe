/** Brings a date or time as people write it into the form that inputs want; undefined when it is none. */
export function parseDateValue(type: DateType, text: string): string | undefined {
  const clean = text.trim().replace(/\s+/g, ' ');
  switch (type) {
    case 'date':
      return parseDate(clean);
    case 'time':
      return parseTime(clean);
    case 'month':
      return parseMonth(clean);
    case 'week':
      return parseWeek(clean);
    case 'datetime-local':
      return parseDateTime(clean);
  }
}

/** Input types whose value is a date or a time. */
export const DATE_TYPES = ['date', 'time', 'month', 'week', 'datetime-local'] as const;
export type DateType = (typeof DATE_TYPES)[number];

export function isDateType(type: string): type is DateType {
  return DATE_TYPES.some((known) => known === type);
}

/** Examples of what each type accepts, for the model. */
export const DATE_EXAMPLES: Readonly<Record<DateType, string>> = {
  date: '2025-02-22, 02/22/2025 (month first) or 22 February 2025',
  time: '14:30 or 2:30 pm',
  month: '2025-02 or February 2025',
  week: '2025-W08',
  'datetime-local': '2025-02-22T14:30 or 02/22/2025 2:30 pm',
};

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

function parseDate(text: string): string | undefined {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (yearFirst) return date(yearFirst[1], yearFirst[2], yearFirst[3]);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(text);
  if (dotted) return date(dotted[3], dotted[2], dotted[1]);
  const slashed = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})$/.exec(text);
  if (slashed) {
    const year = slashed[3]?.length === 2 ? `20${slashed[3]}` : slashed[3];
    // Month first, unless that cannot be.
    return date(year, slashed[1], slashed[2]) ?? date(year, slashed[2], slashed[1]);
  }
  const bare = text.replace(/^[a-z]+day,? /i, '');
  const monthFirst = /^([a-z]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})$/i.exec(bare);
  if (monthFirst) return date(monthFirst[3], monthNumber(monthFirst[1]), monthFirst[2]);
  const dayFirst = /^(\d{1,2})(?:st|nd|rd|th)?[ -](?:of )?([a-z]+)\.?,?[ -](\d{4})$/i.exec(bare);
  if (dayFirst) return date(dayFirst[3], monthNumber(dayFirst[2]), dayFirst[1]);
  return undefined;
}

function parseTime(text: string): string | undefined {
  const parts = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(?: ?([ap])\.?m\.?)?$/i.exec(text);
  if (parts === null) return undefined;
  const [, hourText, minutes, seconds, half] = parts;
  // A bare number is no time, but "2 pm" is.
  if (minutes === undefined && half === undefined) return undefined;
  let hour = Number(hourText);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
  }
  if (hour > 23 || Number(minutes ?? 0) > 59 || Number(seconds ?? 0) > 59) return undefined;
  return `${pad(hour)}:${minutes ?? '00'}${seconds === undefined ? '' : `:${seconds}`}`;
}

function parseMonth(text: string): string | undefined {
  const yearFirst = /^(\d{4})[-/.](\d{1,2})$/.exec(text);
  if (yearFirst) return date(yearFirst[1], yearFirst[2], '1')?.slice(0, 7);
  const monthFirst = /^(\d{1,2})[-/.](\d{4})$/.exec(text);
  if (monthFirst) return date(monthFirst[2], monthFirst[1], '1')?.slice(0, 7);
  const named = /^([a-z]+)\.?,? (\d{4})$/i.exec(text);
  return named === null ? undefined : date(named[2], monthNumber(named[1]), '1')?.slice(0, 7);
}

function parseWeek(text: string): string | undefined {
  const yearFirst = /^(\d{4})[- ]?w(\d{1,2})$/i.exec(text);
  const weekFirst = /^(?:week|w) ?(\d{1,2}),? (?:of )?(\d{4})$/i.exec(text);
  const year = yearFirst?.[1] ?? weekFirst?.[2];
  const week = Number(yearFirst?.[2] ?? weekFirst?.[1]);
  return year !== undefined && week >= 1 && week <= 53 ? `${year}-W${pad(week)}` : undefined;
}

function parseDateTime(text: string): string | undefined {
  // The time is what follows the last break that leaves a date and a time on its sides.
  for (const separator of text.matchAll(/T|,? at |,? /gi)) {
    const day = parseDate(text.slice(0, separator.index));
    const time = parseTime(text.slice(separator.index + separator[0].length));
    if (day !== undefined && time !== undefined) return `${day}T${time}`;
  }
  return undefined;
}

function date(
  year: string | undefined,
  month: string | undefined,
  day: string | undefined,
): string | undefined {
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const at = new Date(Date.UTC(y, m - 1, d));
  const isReal = at.getUTCFullYear() === y && at.getUTCMonth() === m - 1 && at.getUTCDate() === d;
  return isReal ? `${String(y).padStart(4, '0')}-${pad(m)}-${pad(d)}` : undefined;
}

function monthNumber(name: string | undefined): string | undefined {
  const index = MONTHS.indexOf((name ?? '').slice(0, 3).toLowerCase());
  return index < 0 ? undefined : String(index + 1);
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
