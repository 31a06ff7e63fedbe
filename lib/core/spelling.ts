import { Speller, type Spelling } from './speller.ts';

/** In small letters, and otherwise as it is. */
export function plainly(text: string): Spelling {
  const spelling = new Speller();
  spelling.add(text, 0);
  return spelling;
}

/** In small letters, without backslashes, and with one kind of space: as {@link unescaped} gives what was escaped. */
export function barely(text: string): string {
  return [...text.toLowerCase()].map(spaced).join('');
}

/**
 * In small letters, and without the escapes of JSON, URLs, forms and HTML: what was one text before it was escaped in one of
 * these ways is one text again.
 *
 * @param depth - `once`: an even number of backslashes stands for backslashes. `often`: JSON within JSON, where they may be
 * part of an escape
 */
export function unescaped(text: string, depth: 'once' | 'often'): Spelling {
  const spelling = new Speller();
  let done = 0;
  for (const { 0: sign, 1: slashes = '', index } of text.matchAll(ESCAPE)) {
    spelling.add(text.slice(done, index), done);
    done = index + sign.length;
    const isEscape = sign.length > slashes.length && (depth === 'often' || slashes.length % 2 === 1);
    if (sign.startsWith('%')) addBytes(spelling, sign, index);
    else if (slashes === '' || isEscape) spelling.addAs(meaningOf(sign), index, done);
    else {
      // They go with the character behind them.
      spelling.hold(index);
      spelling.add(sign.slice(slashes.length), index + slashes.length);
    }
  }
  spelling.add(text.slice(done), done);
  return spelling;
}

/** Only the text of {@link unescaped}, for those who look whether there is anything to find: many times faster. */
export function unescapedText(text: string, depth: 'once' | 'often'): string {
  const plain = text.replace(ESCAPE, (sign: string, slashes: string | undefined = '') => {
    if (sign.startsWith('%')) return textOfBytes(sign);
    const isEscape = sign.length > slashes.length && (depth === 'often' || slashes.length % 2 === 1);
    return slashes === '' || isEscape ? meaningOf(sign) : sign.slice(slashes.length);
  });
  return plain.toLowerCase();
}

/** A sign of percent may have been escaped itself. */
const ESCAPE =
  /(?:%(?:25)*[0-9a-fA-F]{2})+|(\\+)(?:u[0-9a-fA-F]{4}|[nrtbf])?|&#[xX]?[0-9a-fA-F]{1,6};|&(?:amp|lt|gt|quot|apos);|[\s+]/g;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function meaningOf(sign: string): string {
  // Mostly a space, of which texts have many.
  if (sign.length === 1) return ' ';
  const unicode = /u([0-9a-f]{4})$/i.exec(sign)?.[1];
  if (sign.startsWith('\\'))
    return unicode === undefined ? ' ' : spaced(String.fromCharCode(Number.parseInt(unicode, 16)));
  const [, hex, digits] = /^&#(x?)([0-9a-f]+);$/i.exec(sign) ?? [];
  if (digits !== undefined) {
    const code = Number.parseInt(digits, hex === '' ? 10 : 16);
    return code <= 0x10_ff_ff ? spaced(String.fromCodePoint(code)) : '';
  }
  return ENTITIES[sign.slice(1, -1)] ?? ' ';
}

function spaced(character: string): string {
  // A backslash is left out everywhere, because it may be an escape.
  return character === '\\' ? '' : character.replace(/[\s+]/, ' ');
}

/** Bytes in UTF-8, each with its own sign. */
function addBytes(spelling: Speller, escapes: string, start: number): void {
  const bytes = [...escapes.matchAll(/%(?:25)*([0-9a-f]{2})/gi)].map(({ 0: sign, 1: hex = '', index }) => ({
    byte: Number.parseInt(hex, 16),
    start: start + index,
    end: start + index + sign.length,
  }));
  for (let index = 0; index < bytes.length; ) {
    const first = bytes[index]?.byte ?? 0;
    const most = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1;
    let length = 1;
    // Where the encoding is another one, what follows is a letter of its own.
    while (length < most && ((bytes[index + length]?.byte ?? 0) & 0xc0) === 0x80) length += 1;
    const group = bytes.slice(index, index + length);
    const character = Buffer.from(group.map(({ byte }) => byte)).toString();
    spelling.addAs(spaced(character), group[0]?.start ?? start, group.at(-1)?.end ?? start);
    index += length;
  }
}

function textOfBytes(escapes: string): string {
  const spelling = new Speller();
  addBytes(spelling, escapes, 0);
  return spelling.text;
}
