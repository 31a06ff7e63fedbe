/**
 * A page of a list of keys. Keys that have the delimiter behind the prefix are one entry for all that are the same up to there.
 *
 * @param keys in their order, from where the page begins; what a common prefix of them stands for may be there as that
 * prefix alone
 */
export function listPage(keys: Iterable<string>, options: ListPageOptions): ListPage {
  const { prefix, delimiter, maxKeys, after } = options;
  const contents: string[] = [];
  const commonPrefixes: string[] = [];
  let last: string | undefined;
  // What the page before has ended with, or is in.
  let group = commonPrefixOf(after, prefix, delimiter);
  if (maxKeys === 0) return { contents, commonPrefixes };
  for (const key of keys) {
    if (group !== undefined && key.startsWith(group)) continue;
    if (contents.length + commonPrefixes.length === maxKeys) return { contents, commonPrefixes, next: last };
    group = commonPrefixOf(key, prefix, delimiter);
    if (group === undefined) contents.push(key);
    else commonPrefixes.push(group);
    last = group ?? key;
  }
  return { contents, commonPrefixes };
}

export interface ListPageOptions {
  readonly prefix: string;
  /** Empty when keys are not put together. */
  readonly delimiter: string;
  readonly maxKeys: number;
  /** The entry that the page before has ended with; empty for the first page. */
  readonly after: string;
}

export interface ListPage {
  readonly contents: readonly string[];
  readonly commonPrefixes: readonly string[];
  /** The entry behind which the list goes on; absent at its end. */
  readonly next?: string | undefined;
}

function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined;
  const at = key.indexOf(delimiter, prefix.length);
  return at < 0 ? undefined : key.slice(0, at + delimiter.length);
}
