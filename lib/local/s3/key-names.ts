import { isHalfWritten } from '../../core/files.ts';

/**
 * The names of the folders and of the file that stand for a key below the folder of its bucket. Keys of letters, digits and
 * `._-/` are their own paths; whatever else may be in a key leads nowhere else, and no two keys have the same names:
 *
 * - characters that not every file system takes, and `%`, are `%` and two digits, as are points that are alone in a name;
 * - a name that is empty, as in `a//b` and `a/`, is `%e`;
 * - a name that is too long for a file system goes on in a folder with `%c` at its end.
 */
export function namesOfKey(key: string): readonly [string, ...string[]] {
  const [first = '', ...others] = key.split('/').flatMap((segment) => {
    const pieces = piecesOf(segment);
    return pieces.map((piece, index) =>
      index < pieces.length - 1 ? `${nameOf(piece)}${CONTINUED}` : nameOf(piece),
    );
  });
  return [first, ...others];
}

/** The name that an object has when its own is that of a folder, because it is `a` and there is `a/b` as well. */
export function besideFolder(name: string): string {
  return `${name}${BESIDE}`;
}

/** What a name in the folder of a bucket stands for; `undefined` when it is none that {@link namesOfKey} makes. */
export function readName(name: string): NamedPart | undefined {
  if (isHalfWritten(name)) return undefined;
  if (PLAIN.test(name)) return { text: name, kind: 'plain' };
  const kind = name.endsWith(BESIDE) ? 'beside' : name.endsWith(CONTINUED) ? 'continued' : 'plain';
  const bare = kind === 'plain' ? name : name.slice(0, -BESIDE.length);
  const text =
    bare === EMPTY ? '' : bare.replaceAll(ESCAPED, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return nameOf(text) === bare ? { text, kind } : undefined;
}

/** A part of a key: between slashes, or the beginning of one that goes on. */
export interface NamedPart {
  readonly text: string;
  readonly kind: 'plain' | 'beside' | 'continued';
}

/** Most names. */
const PLAIN = /^[\w-][\w.-]*$/;
const EMPTY = '%e';
const BESIDE = '%o';
const CONTINUED = '%c';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNUSUAL = /[\u0000-\u001f\u007f%\\:*?"<>|]/g;
const ESCAPED = /%([0-9A-F]{2})/g;

/** File systems take 255 bytes, and what is written first has an ending more. */
const MAX_NAME_BYTES = 180;

function nameOf(text: string): string {
  if (text === '') return EMPTY;
  const name = text.replaceAll(UNUSUAL, escaped);
  if (/^\.+$/.test(name) || isHalfWritten(name)) return name.replace(/\.(?=[^.]*$)/, escaped);
  return name;
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Cuts a segment so that each piece has a name that is short enough. */
function piecesOf(segment: string): readonly string[] {
  // No character has more than three bytes in a name for each of its units.
  if (segment.length * 3 <= MAX_NAME_BYTES) return [segment];
  const pieces: string[] = [];
  let piece = '';
  let bytes = 0;
  for (const character of segment) {
    const more = UNUSUAL_ONE.test(character) ? 3 : Buffer.byteLength(character);
    if (bytes + more > MAX_NAME_BYTES) {
      pieces.push(piece);
      piece = '';
      bytes = 0;
    }
    piece += character;
    bytes += more;
  }
  return [...pieces, piece];
}

const UNUSUAL_ONE = new RegExp(UNUSUAL.source);
