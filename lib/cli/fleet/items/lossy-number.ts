/**
 * The first number in a text of JSON that `JSON.parse` does not keep as it is written, such as 12345678901234567890: one of more
 * digits than a double has, or too large for one. Pure.
 *
 * @param json that `JSON.parse` takes
 */
export function lossyNumberIn(json: string): LossyNumber | undefined {
  if (!MAY_BE_LOSSY.test(json)) return undefined;
  for (let at = 0; at < json.length; at += 1) {
    if (json[at] === '"') {
      at = endOfText(json, at);
    } else if (isDigit(json[at])) {
      NUMBER.lastIndex = json[at - 1] === '-' ? at - 1 : at;
      const text = NUMBER.exec(json)?.[0] ?? '';
      if (plain(text) !== plain(String(Number(text)))) return { text, at };
      at = NUMBER.lastIndex - 1;
    }
  }
  return undefined;
}

/** A number that does not stay as it is written, and where it stands. */
export interface LossyNumber {
  readonly text: string;
  readonly at: number;
}

/** Shorter ones are kept: doubles have 15 digits, and larger exponents. */
const MAY_BE_LOSSY = /[\d.]{16}|\d[eE][+-]?\d{2}/;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

/** Where the quote is that ends it. */
function endOfText(json: string, start: number): number {
  for (let end = json.indexOf('"', start + 1); end !== -1; end = json.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (json[end - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return json.length;
}

function isDigit(sign: string | undefined): boolean {
  return sign !== undefined && sign >= '0' && sign <= '9';
}

/** One way to write each number: its digits, and the power of ten of the last one. */
function plain(text: string): string {
  const [, minus = '', whole = '', part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = `${whole}${part}`.replace(/^0+/, '');
  const kept = digits.replace(/0+$/, '');
  if (kept === '') return whole === '' ? text : '0';
  return `${minus}${kept}e${Number(exponent) - part.length + digits.length - kept.length}`;
}
