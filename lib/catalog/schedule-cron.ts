/** What is wrong with a text that should be fields of cron, and how to mend it. */
export interface CronProblem {
  readonly what: string;
  readonly fix: string;
}

/**
 * Whether EventBridge Scheduler takes six fields of cron, as far as its guide says it.
 *
 * @param text without the word `cron` and its brackets
 * @returns what is wrong first; `undefined` when nothing is
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 */
export function cronProblem(text: string): CronProblem | undefined {
  if (/^\s*cron\s*\(/i.test(text)) {
    const fields = text.replace(/^\s*cron\s*\(|\)\s*$/gi, '');
    return { what: 'has the word around its fields', fix: `write ${JSON.stringify(fields)}` };
  }
  const fields = text.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return {
      what: `has ${fields.length} of ${FIELDS.length} fields: ${FIELDS.map(({ name }) => name).join(', ')}`,
      fix: 'write "0 3 * * ? *" for every night at three, for example; the year is the last one, mostly "*"',
    };
  }
  for (const [index, field] of FIELDS.entries()) {
    const value = fields[index] ?? '';
    const wrong = value.split(',').find((part) => !isPart(part, field));
    const alone = value === '?' || !value.includes('?');
    if (wrong === undefined && alone) continue;
    return {
      what: `has ${JSON.stringify(value)} for the ${field.name}`,
      fix: `write ${formsOf(field).join(', ')}`,
    };
  }
  const nones = fields.filter((field) => field === '?').length;
  if (nones === 1) return undefined;
  return {
    what: 'must have "?" for one of day of month and day of week, and something else for the other',
    fix:
      nones === 0
        ? `write ${JSON.stringify(fields.with(fields[2] === '*' && fields[4] !== '*' ? 2 : 4, '?').join(' '))}`
        : `write ${JSON.stringify(fields.with(2, '*').join(' '))} for every day`,
  };
}

interface Field {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
  /** Whether it may be `?`. */
  readonly hasNone?: boolean;
  /** Whether it may be `<first>/<step>`. @default true */
  readonly hasSteps?: boolean;
  /** Forms of this field alone, for which {@link isValue} holds of their group. */
  readonly forms?: readonly RegExp[];
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'] as const;
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'] as const;

const FIELDS: readonly Field[] = [
  { name: 'minutes', least: 0, most: 59 },
  { name: 'hours', least: 0, most: 23 },
  // The last day, or the last working day; the working day that is nearest to one.
  { name: 'day of month', least: 1, most: 31, hasNone: true, forms: [/^LW?$/i, /^(\d+)W$/i] },
  { name: 'month', least: 1, most: 12, names: MONTHS },
  // The last day of the week, or the last such day of the month; the third Monday.
  {
    name: 'day of week',
    least: 1,
    most: 7,
    names: DAYS,
    hasNone: true,
    hasSteps: false,
    forms: [/^(\w+?)?L$/i, /^(\w+)#[1-5]$/],
  },
  { name: 'year', least: 1970, most: 2199 },
];

/** What a field may be, in words. */
function formsOf({ least, most, names, hasNone, hasSteps }: Field): string[] {
  return [
    `${least} to ${most}`,
    ...(names ? [`${names[0]} to ${names.at(-1)}`] : []),
    '"*" for all',
    ...(hasNone ? ['"?" for none'] : []),
    `a list such as "${least},${least + 2}", or a range such as "${least}-${least + 2}"`,
    ...(hasSteps === false ? [] : [`with steps "${least}/5"`]),
  ];
}

/** A number of a field that is right, or the name of a month or a day of the week. */
export function cronNumber(text: string): number {
  const name = text.toUpperCase();
  const index = [MONTHS, DAYS].map((names: readonly string[]) => names.indexOf(name)).find((at) => at >= 0);
  return index === undefined ? Number(text) : index + 1;
}

/** One of those that commas join. */
function isPart(part: string, field: Field): boolean {
  if (part === '?') return field.hasNone === true;
  if (field.forms?.some((form) => isForm(part, form, field))) return true;
  const [, range = '', step] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  if (step !== undefined && (field.hasSteps === false || Number(step) < 1 || Number(step) > field.most))
    return false;
  if (range === '*') return true;
  const [from = '', to, more] = range.split('-');
  const [first, last] = [numberOf(from, field), numberOf(to ?? from, field)];
  return more === undefined && first !== undefined && last !== undefined && first <= last;
}

function isForm(part: string, form: RegExp, field: Field): boolean {
  const match = form.exec(part);
  return match !== null && (match[1] === undefined || numberOf(match[1], field) !== undefined);
}

function numberOf(text: string, { least, most, names = [] }: Field): number | undefined {
  const index = names.indexOf(text.toUpperCase());
  if (index >= 0) return index + least;
  const value = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
