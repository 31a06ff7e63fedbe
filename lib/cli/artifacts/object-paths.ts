import { createHash } from 'node:crypto';
import { isDeviceName } from '../../core/file-name.ts';
import { besideFolder, namesOfKey } from '../../local/s3/key-names.ts';

/**
 * Where objects go below a folder: for each key the names of the folders and of the file. Keys of letters, digits and
 * `._-/` are their own paths. No key leads out of the folder or to a device of Windows, and no two lead to the same file, also where a disk
 * does not tell `A` from `a` or where a key is the folder of another one.
 *
 * @param keys all that are in the folder at the same time, without what they begin with; each once
 */
export function pathsOfKeys(keys: readonly string[]): ReadonlyMap<string, ObjectPath> {
  const wanted = [...keys].sort().map((key) => ({ key, names: portablePath(key) }));
  const taken = new Set<string>();
  for (const { names } of wanted) {
    for (let length = 1; length < names.length; length += 1) taken.add(onAnyDisk(names.slice(0, length)));
  }
  return new Map(
    wanted.map(({ key, names }) => {
      const free = taken.has(onAnyDisk(names)) ? beside(names, key) : names;
      taken.add(onAnyDisk(free));
      return [key, free];
    }),
  );
}

/** Names of folders, and of a file at the end. */
export type ObjectPath = readonly [string, ...string[]];

function portablePath(key: string): ObjectPath {
  // What is no text in UTF-8 would become the same character in names.
  const [first, ...others] = namesOfKey(Buffer.from(key).toString());
  return [portable(first), ...others.map(portable)];
}

/** Windows drops points and spaces at the end. */
function portable(name: string): string {
  const kept = name.replace(/[. ]$/, escapedCharacter);
  return isDeviceName(kept) ? kept.replace(/^./, escapedCharacter) : kept;
}

function escapedCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A name that no key has by itself: `%o` is followed by no digits of one. */
function beside(names: ObjectPath, key: string): ObjectPath {
  const digest = createHash('sha256').update(key).digest('hex').slice(0, 12);
  const [first, ...others] = names;
  const last = others.at(-1);
  if (last === undefined) return [`${besideFolder(first)}${digest}`];
  return [first, ...others.slice(0, -1), `${besideFolder(last)}${digest}`];
}

/** The same for paths that lead to one file on some disk: letter case, accents and what cannot be seen do not count. */
function onAnyDisk(names: readonly string[]): string {
  return names
    .join('/')
    .normalize('NFKD')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKD');
}
