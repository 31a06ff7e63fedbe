import { barely, plainly, unescaped, unescapedText } from './spelling.ts';

/**
 * Makes what takes values out of texts, however they are written there: in any case, with the escapes of JSON, of URLs and forms
 * or of HTML, or in base64. `mark` stands where one was.
 */
export function hider(values: readonly HiddenValue[], mark: string): (text: string) => string {
  let sought: readonly Sought[] | undefined;
  return (text) => {
    if (values.length === 0) return text;
    // Most payloads are never looked for.
    sought ??= values.map(prepare);
    return replaced(text, placesOf(sought, text), mark);
  };
}

/**
 * Makes what tells whether {@link hider} may find one of the values in a text: where it says no, there is none. For texts that are
 * too large to be looked at letter by letter.
 */
export function seeker(values: readonly HiddenValue[]): (text: string) => boolean {
  let sought: readonly Sought[] | undefined;
  return (text) => {
    if (values.length === 0) return false;
    sought ??= values.map(prepare);
    const small = oneSigma(text.toLowerCase());
    if (sought.some(({ plain }) => small.includes(oneSigma(plain)))) return true;
    const standard = text.replaceAll('-', '+').replaceAll('_', '/');
    if (sought.some(({ base64 }) => base64.some((what) => standard.includes(what)))) return true;
    const once = oneSigma(unescapedText(text, 'once'));
    const often = text.includes('\\') ? oneSigma(unescapedText(text, 'often')) : once;
    return sought.some(({ decoded }) =>
      decoded.map(oneSigma).some((what) => once.includes(what) || often.includes(what)),
    );
  };
}

/** The one letter whose small form depends on where it stands. */
function oneSigma(text: string): string {
  return text.replaceAll('ς', 'σ');
}

/** What is taken out. */
export interface HiddenValue {
  readonly text: string;
  /** Digits beside it make it another value. */
  readonly isNumber?: boolean | undefined;
  /** Letters or digits beside it make it another word. */
  readonly isWord?: boolean | undefined;
  /** It is the beginning of something longer, of which the rest goes, too. */
  readonly isBeginning?: boolean | undefined;
}

interface Sought extends HiddenValue {
  readonly plain: string;
  readonly decoded: readonly string[];
  readonly base64: readonly string[];
}

/** From one index of a text up to another. */
type Place = readonly [start: number, end: number];

function prepare(value: HiddenValue): Sought {
  const { text, isNumber = false } = value;
  const base64 = isNumber ? [] : inBase64(text);
  const decoded = [barely(text), unescaped(text, 'once').text, unescaped(text, 'often').text]
    // Of signs that are escapes, nothing may be left but spaces.
    .filter((spelled) => spelled.trim().length >= MIN_HIDDEN_LENGTH);
  return { ...value, plain: plainly(text).text, decoded: [...new Set(decoded)], base64 };
}

function placesOf(sought: readonly Sought[], text: string): readonly Place[] {
  const plain = plainly(text);
  const spellings = [unescaped(text, 'once'), unescaped(text, 'often')];
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return sought.flatMap((value): readonly Place[] => {
    const { isNumber, isWord, isBeginning } = value;
    const found = [
      ...[
        { where: plain, what: value.plain },
        ...spellings.flatMap((where) => value.decoded.map((what) => ({ where, what }))),
      ].flatMap(({ where, what }) =>
        indexesOf(what, where.text)
          .filter((at) => isNumber !== true || !isBeside(/\d/, where.text, at, what.length))
          .filter((at) => isWord !== true || !isBeside(/[\p{L}\p{N}]/u, where.text, at, what.length))
          .map((at): Place => [where.starts[at] ?? 0, where.ends[at + what.length - 1] ?? text.length]),
      ),
      ...value.base64.flatMap((what) => indexesOf(what, standard).map((at): Place => [at, at + what.length])),
    ];
    return isBeginning === true ? found.map(([start]): Place => [start, text.length]) : found;
  });
}

function indexesOf(what: string, text: string): readonly number[] {
  const indexes: number[] = [];
  if (what === '') return indexes;
  for (let at = text.indexOf(what); at >= 0; at = text.indexOf(what, at + what.length)) indexes.push(at);
  return indexes;
}

function isBeside(sign: RegExp, text: string, at: number, length: number): boolean {
  return sign.test(text[at - 1] ?? '') || sign.test(text[at + length] ?? '');
}

/** Places that overlap become one. */
function replaced(text: string, places: readonly Place[], mark: string): string {
  let [rest, done] = ['', 0];
  for (const [start, end] of [...places].sort(([a], [b]) => a - b)) {
    if (start >= done) rest += text.slice(done, start) + mark;
    done = Math.max(done, end);
  }
  return rest + text.slice(done);
}

/** Of a text, and of the digits of a number: shorter ones would hit what has nothing to do with them. */
export const MIN_HIDDEN_LENGTH = 4;
const MIN_BASE64_LENGTH = 8;

/** A text stands in base64 in one of three ways, by what comes before it; what its neighbours decide is left out. */
function inBase64(text: string): readonly string[] {
  const bytes = Buffer.from(text);
  return [0, 1, 2].flatMap((shift) => {
    const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
    const certain = whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
    return certain.length < MIN_BASE64_LENGTH ? [] : [certain];
  });
}
