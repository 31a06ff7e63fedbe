import { sameNumber } from './number-value.ts';
import { parseDateValue } from './parse-date.ts';

/**
 * Whether a text that a page shows says the same as the one that was typed, only written otherwise. What it says of amounts,
 * dates and times is what counts: in doubt it is another text.
 */
export function isSameMeaning(wanted: string, shown: string): boolean {
  const [given, text] = [wanted.trim(), shown.trim()];
  // Fields for amounts are never empty, and masks show where characters would stand.
  if (given === '')
    return (
      /^[\p{Sc}\s]*0([.,]0+)?[\p{Sc}%\s]*$/u.test(text) || /^[\s()/.:-]*_[\s()/.:_-]*$|^\+\d{1,3}$/.test(text)
    );
  const decided = sameTime(given, text) ?? sameNumber(given, text) ?? sameCode(given, text);
  if (decided !== undefined) return decided;
  if (address(given) === address(text)) return true;
  // A sign that is lost makes another number.
  if (signs(given) !== signs(text)) return false;
  return (
    letters(given) !== '' && letters(given) === letters(text) && groups(given).join() === groups(text).join()
  );
}

/** Of dates and times; undefined when the text is none. */
function sameTime(wanted: string, shown: string): boolean | undefined {
  if (/^\d+([.,]\d+)?$/.test(wanted)) return undefined;
  for (const type of ['date', 'time', 'month', 'datetime-local'] as const) {
    const at = parseDateValue(type, wanted);
    if (at === undefined) continue;
    const isSame = readings(shown).some(
      (text) => withoutZeroSeconds(parseDateValue(type, text)) === withoutZeroSeconds(at),
    );
    // Day and month in the order that was typed, whatever stands between.
    return isSame || ((type === 'date' || type === 'month') && sameParts(wanted, shown));
  }
  // Month and year, as on cards.
  return /^\d{1,2}\s*[/-]\s*(\d\d|\d{4})$/.test(wanted) ? sameParts(wanted, shown) : undefined;

  function readings(text: string): string[] {
    const dayFirst = /^(\d{1,2})[/-](\d{1,2})([/-]\d{4}.*)$/.exec(text);
    // A date that was typed so that it can be read in one way only can be shown in the way of any country.
    if (dayFirst === null || /^\d{1,2}[/-]/.test(wanted)) return [text];
    return [text, `${dayFirst[2]}/${dayFirst[1]}${dayFirst[3]}`];
  }
}

const withoutZeroSeconds = (time: string | undefined): string | undefined =>
  time?.replace(/(:\d\d):00$/, '$1');

/** A year may be written with two digits or four. */
function sameParts(wanted: string, shown: string): boolean {
  const [given, parts] = [groups(wanted), groups(shown)];
  if (letters(wanted) !== given.join('') || letters(shown) !== parts.join('')) return false;
  return (
    given.length === parts.length && given.every((part, index) => year(part) === year(parts[index] ?? ''))
  );

  function year(part: string): number {
    return part.length === 4 && part.startsWith('20') ? Number(part) - 2000 : Number(part);
  }
}

/** Of one run of digits, and of phone and card numbers, where the groups say nothing; undefined when the text is none. */
function sameCode(wanted: string, shown: string): boolean | undefined {
  const [given, digits] = [wanted.replace(/\D/g, ''), shown.replace(/\D/g, '')];
  const isRun = /^\d+$/.test(wanted);
  const isLong = given.length >= LONG_DIGITS && IS_CODE.test(wanted);
  if (!isRun && !isLong) return undefined;
  if (letters(shown) !== digits) return letters(wanted) === letters(shown) && isLong;
  if (given === digits) return true;
  // The code of the country may be added or left out.
  const [long, short] = given.length > digits.length ? [wanted, digits] : [shown, given];
  const isCountry = /^\+/.test(long) && short.length >= LONG_DIGITS && IS_CODE.test(shown);
  const all = long.replace(/\D/g, '');
  return isCountry && all.endsWith(short) && all.length - short.length <= 3;
}

const LONG_DIGITS = 7;
/** Phone numbers, cards, and numbers of accounts, which begin with letters. */
const IS_CODE = /^\+?[\d\s()-]+$|^[A-Z]{2}\d{2}[\dA-Z ]+$/;

/** An address of the web without its scheme; one of mail or the web in the letters that browsers use. */
function address(text: string): string {
  const bare = text.replace(/^https?:[/]{2}/i, '').replace(/\/$/, '');
  const parts = /^([^@\s/]*@)?([^@\s/?#]+\.[^@\s/?#]+)(.*)$/s.exec(bare);
  if (parts === null || !URL.canParse(`http://${parts[2]}`)) return bare;
  return `${parts[1] ?? ''}${new URL(`http://${parts[2]}`).host}${parts[3]}`;
}

const signs = (text: string): number => text.match(/(?<![\p{L}\p{N})\]])[-−](?=[\d.])/gu)?.length ?? 0;
export const groups = (text: string): readonly string[] => text.match(/\d+/g) ?? [];
export const letters = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]+/gu, '').toLowerCase();
