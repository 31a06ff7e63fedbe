/** Whether two texts are the same number; undefined when they cannot be compared as numbers. In doubt they are not the same. */
export function sameNumber(wanted: string, shown: string): boolean | undefined {
  const given = numberIn(wanted);
  // The letters of a unit count too.
  if (given === undefined || /\p{L}/u.test(wanted)) return undefined;
  const now = numberIn(shown);
  const isPlain = /^\d+$/.test(wanted);
  // Other separators than those of amounts only group digits.
  if (now === undefined) return isPlain ? undefined : false;
  if (given.sign !== now.sign) return false;
  if (given.digits === now.digits) return true;
  const value = plainForm(given.digits, { isTyped: true });
  const valueNow = plainForm(now.digits, { isTyped: false });
  if (value === undefined || valueNow === undefined)
    return isPlain || value === undefined ? undefined : false;
  return value === valueNow;
}

/** How a number with separators is written in a field that takes only digits and a point; empty when that is not known. */
export function numberAdvice(text: string): string {
  const given = numberIn(text.trim());
  const value = given && plainForm(given.digits, { isTyped: true });
  return value === undefined ? '' : ` Write "${given?.sign}${value}".`;
}

interface FoundNumber {
  readonly sign: '' | '-';
  /** With its separators. */
  readonly digits: string;
}

/** The number of a text that has nothing besides but a currency or a unit. */
function numberIn(text: string): FoundNumber | undefined {
  // A long number with a plus is a phone number.
  if (/^\+[\d\s]{7,}$/.test(text)) return undefined;
  const found =
    /^(\(?)([-−+]?)(?:\p{L}{0,3}\p{Sc}|\p{L}{1,4}\.?\s)?\s*([-−+]?)\s*((?:\d[\d.,\s'’]*)?\d|\.\d+)\s*(?:\p{Sc}|%|\p{L}*)?\)?$/u.exec(
      text,
    );
  if (found === null) return undefined;
  const [, bracket, before, after, digits = ''] = found;
  const isNegative = bracket !== '' || /[-−]/.test(`${before}${after}`);
  return { sign: isNegative ? '-' : '', digits };
}

/** As digits with a point; undefined when the separators are those of no number. */
function plainForm(digits: string, { isTyped }: { readonly isTyped: boolean }): string | undefined {
  const marks = [...digits.replace(/\d/g, '')];
  const last = marks.at(-1);
  const isAlone = marks.length === 1 && (last === '.' || last === ',');
  // "1,500" and "1.500" are thousands, as people and pages write them; people type points before decimals.
  const isThousands = isAlone && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits) && (last === ',' || !isTyped);
  const hasDecimals = isAlone
    ? !isThousands
    : marks.length > 1 && last !== marks[0] && /[.,]/.test(last ?? '');
  const point = hasDecimals ? digits.lastIndexOf(last ?? '') : digits.length;
  const whole = digits.slice(0, point);
  if (!/^\d*$|^\d{1,3}(([.,\s'’])\d{3})(\2\d{3})*$/.test(whole)) return undefined;
  const bare = whole.replace(/\D/g, '');
  // Zeros that a text begins with may belong to a code; those that a page puts before a number say nothing.
  const integer = isTyped && !hasDecimals ? bare : bare.replace(/^0+(?=\d)/, '');
  const decimals = digits.slice(point + 1).replace(/0+$/, '');
  return `${integer === '' ? '0' : integer}${decimals === '' ? '' : `.${decimals}`}`;
}
