import { attribute, type PageElement } from '../page/dom.ts';
import { fail, type Outcome, type Situation } from './outcome.ts';
import { onElement } from './reach.ts';

/** Types a value as the kind of field wants it. */
export function typeInto(
  situation: Situation,
  field: PageElement,
  value: string,
  pressEnter: boolean,
): Outcome {
  const type = attribute(field, 'type')?.toLowerCase() ?? '';
  const either = /^(?:date|month|week|datetime-local)$/.test(type) ? dayOrMonth(value) : null;
  if (either !== null)
    return fail(`know the day and the month in '${value}': write ${either[0]} or ${either[1]}`);
  const wanted = attribute(field, 'type')?.toLowerCase() === 'date' ? isoDate(value) : value;
  return onElement(situation, field, (box) => ({
    name: 'agentType',
    input: pressEnter ? [wanted, box, true] : [wanted, box],
  }));
}

/** The two dates that "04/05/1990" may be, day or month first; `null`: it can be one only. */
function dayOrMonth(text: string): readonly [string, string] | null {
  const match = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})(?!\d)/.exec(text.trim());
  if (match === null) return null;
  const [, one = '', two = '', year = ''] = match;
  if (Number(one) > 12 || Number(two) > 12 || Number(one) === Number(two)) return null;
  const full = year.length === 2 ? `20${year}` : year;
  const [left, right] = [one.padStart(2, '0'), two.padStart(2, '0')];
  return [`${full}-${left}-${right}`, `${full}-${right}-${left}`];
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

/** Date fields take ISO dates: "March 3, 2027" and "3 March 2027" are rewritten, all else is kept. */
function isoDate(text: string): string {
  const match =
    /^(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})|([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?),? (\d{4})$/i.exec(
      text.trim(),
    );
  if (match === null) return text;
  const month = MONTHS.indexOf((match[2] ?? match[3] ?? '').slice(0, 3).toLowerCase()) + 1;
  const day = Number(match[1] ?? match[4]);
  if (month === 0 || day < 1 || day > 31) return text;
  return `${match[5]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
