import { barely, plainly, unescaped, unescapedText } from './spelling.ts';
import { inWindows1252, misread } from './windows-1252.ts';

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
    // Most texts have none: to read them letter by letter takes a second for each megabyte.
    return mayBeIn(sought, text) ? replaced(text, placesOf(sought, text), mark) : text;
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
    return mayBeIn(sought, text);
  };
}

function mayBeIn(sought: readonly Sought[], text: string): boolean {
  const small = oneSigma(text.toLowerCase());
  if (sought.some((value) => isIn(value, value.plain, small))) return true;
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  if (sought.some(({ base64 }) => base64.some((what) => standard.includes(what)))) return true;
  if (sought.every(({ decoded }) => decoded.length === 0)) return false;
  const once = oneSigma(unescapedText(text, 'once'));
  const often = text.includes('\\') ? oneSigma(unescapedText(text, 'often')) : once;
  return sought.some((value) =>
    value.decoded.some((what) => isIn(value, what, once) || (often !== once && isIn(value, what, often))),
  );
}

function isIn({ isTyped }: HiddenValue, what: string, text: string): boolean {
  const same = oneSigma(what);
  return text.includes(same) || (isTyped === true && beginningsOf(same, text).length > 0);
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
  /** Its own beginnings are taken out, too, where nothing follows them: so it stands in a page into which it is typed. */
  readonly isTyped?: boolean | undefined;
  /** It is looked for as it is, and in no other way. */
  readonly isPlain?: boolean | undefined;
}

interface Sought extends HiddenValue {
  readonly plain: string;
  readonly decoded: readonly string[];
  readonly base64: readonly string[];
}

/** From one index of a text up to another. */
type Place = readonly [start: number, end: number];

function prepare(value: HiddenValue): Sought {
  const { text, isNumber = false, isPlain = false } = value;
  const base64 = isNumber || isPlain ? [] : inBase64(text);
  const decoded = (isPlain ? [] : [text, ...misread(text)])
    .flatMap((read) => [barely(read), unescaped(read, 'once').text, unescaped(read, 'often').text])
    // Of signs that are escapes, nothing may be left but spaces; and of letters that were misread, nothing but the others.
    .filter((spelled) => spelled.replaceAll('\ufffd', '').trim().length >= MIN_HIDDEN_LENGTH);
  return { ...value, plain: plainly(text).text, decoded: [...new Set(decoded)], base64 };
}

function placesOf(sought: readonly Sought[], text: string): readonly Place[] {
  const plain = plainly(text);
  const spellings = [unescaped(text, 'once'), unescaped(text, 'often')];
  const standard = text.replaceAll('-', '+').replaceAll('_', '/');
  return sought.flatMap((value): readonly Place[] => {
    const { isNumber, isWord, isBeginning, isTyped } = value;
    const found = [
      ...[
        { where: plain, what: value.plain },
        ...spellings.flatMap((where) => value.decoded.map((what) => ({ where, what }))),
      ].flatMap(({ where, what }) =>
        [
          ...indexesOf(what, where.text)
            .filter((at) => isNumber !== true || !isBeside(/\d/, where.text, at, what.length))
            .filter((at) => isWord !== true || !isBeside(/[\p{L}\p{N}]/u, where.text, at, what.length))
            .map((at): Place => [at, at + what.length]),
          ...(isTyped === true ? beginningsOf(what, where.text) : []),
        ].map(([start, end]): Place => [where.startOf(start), where.endOf(end - 1)]),
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

/** Where a text has the first letters of another, as a word of its own behind which a value or an element ends. */
function beginningsOf(what: string, text: string): readonly Place[] {
  const first = what.slice(0, Math.min(MIN_HIDDEN_LENGTH, what.length - 1));
  return indexesOf(first, text).flatMap((at): readonly Place[] => {
    if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return [];
    // What ends a value may be a letter of the other text, too.
    for (let end = at + lengthInCommon(what, text, at); end >= at + first.length; end -= 1) {
      END.lastIndex = end;
      if (END.test(text)) return [[at, end]];
    }
    return [];
  });
}

const END = /\s*(?:$|["'`<&\n])/y;

/** How many letters of one text stand at a place of another, from its first on. */
export function lengthInCommon(what: string, text: string, at: number): number {
  let length = 0;
  while (length < what.length && what[length] === text[at + length]) length += 1;
  return length;
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
  const all = [Buffer.from(text), inWindows1252(text)].flatMap((bytes) =>
    [0, 1, 2].flatMap((shift) => {
      const whole = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
      const certain = whole.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
      return certain.length < MIN_BASE64_LENGTH ? [] : [certain];
    }),
  );
  return [...new Set(all)];
}
