import { invalidParameter } from '../logs-error.ts';
import type { LogsCall } from './context.ts';

/**
 * A page of a list that is in order. The token is the key of the last item: what comes or goes meanwhile neither repeats
 * nor hides others.
 *
 * @param options.scope what is being listed; a token of another list is refused
 * @throws LogsError for a token that this list did not give
 */
export function pageOfList<T>(
  { input }: LogsCall,
  options: {
    readonly items: readonly T[];
    readonly scope: readonly unknown[];
    /** Whether an item comes after the one that had this key. */
    readonly isAfter: (item: T, key: unknown) => boolean;
    readonly keyOf: (item: T) => unknown;
  },
): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const { items, isAfter, keyOf } = options;
  const scope = JSON.stringify(options.scope);
  const limit = input.number('limit', { min: 1, max: MAX_DESCRIBED }) ?? MAX_DESCRIBED;
  const token = input.text('nextToken');
  const key = token === undefined ? undefined : keyIn(token, scope);
  const rest = key === undefined ? items : items.filter((item) => isAfter(item, key));
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  const nextToken =
    last === undefined || rest.length <= limit
      ? undefined
      : Buffer.from(JSON.stringify([scope, keyOf(last)])).toString('base64url');
  return { items: page, nextToken };
}

/** AWS gives no more at once. */
const MAX_DESCRIBED = 50;

function keyIn(token: string, scope: string): unknown {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(read) && read[0] === scope) return read[1];
  } catch {
    // Not one of ours.
  }
  throw invalidParameter('The specified nextToken is invalid.');
}
