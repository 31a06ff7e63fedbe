import type { FolderEntries, FolderEntry } from './folder-entries.ts';
import { compareKeys } from './key-order.ts';

/** The keys of a bucket in their order. Only folders that may have some of them are read. */
export function* keysOf(options: KeyWalk): Generator<string, void> {
  yield* walk({ ...options, at: '' });
}

export interface KeyWalk {
  readonly folders: FolderEntries;
  /** The folder of the bucket. */
  readonly dir: string;
  /** Only keys that begin so. */
  readonly prefix: string;
  /** Only keys behind this one. */
  readonly after: string;
  /** Whether folders below the prefix are not entered: their keys, which end with `/`, stand for what is in them. */
  readonly areFoldersRolledUp: boolean;
}

function* walk(step: KeyWalk & { readonly at: string }): Generator<string, void> {
  const { folders, dir, prefix, after, areFoldersRolledUp, at } = step;
  const entries = folders.read(dir);
  const first = Math.max(firstIndex(entries, at, prefix), firstIndex(entries, at, after));
  for (let index = first; index < entries.length; index += 1) {
    const { text, folder } = entries[index] ?? { text: '' };
    const key = at + text;
    const isBelow = key.startsWith(prefix);
    if (!isBelow && !(folder !== undefined && prefix.startsWith(key))) {
      if (compareKeys(key, prefix) > 0) return;
    } else if (folder === undefined) {
      if (compareKeys(key, after) > 0) yield key;
    } else if (areFoldersRolledUp && isBelow && key !== prefix) {
      if (compareKeys(key, after) > 0 && folders.hasFile(folder)) yield key;
    } else if (after.startsWith(key) || compareKeys(key, after) > 0) {
      yield* walk({ ...step, dir: folder, at: key });
    }
  }
}

/** Where the entries begin that are not before a key, or that it is in. */
function firstIndex(entries: readonly FolderEntry[], at: string, key: string): number {
  if (!key.startsWith(at)) return 0;
  const rest = key.slice(at.length);
  const slash = rest.indexOf('/');
  const wanted = slash < 0 ? rest : rest.slice(0, slash + 1);
  let low = 0;
  for (let high = entries.length; low < high; ) {
    const middle = (low + high) >>> 1;
    if (compareKeys(entries[middle]?.text ?? '', wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
