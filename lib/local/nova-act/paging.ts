/** Pages of a list. Pure. */
import type { SortOrder } from '../../service/index.ts';
import type { Creation } from './records.ts';
import { invalidFields } from './service-error.ts';
import type { Slice } from './slice.ts';

/** Page size when the request names none. */
export const DEFAULT_PAGE_SIZE = 100;

/** What a request says about paging. */
export type PageRequest = {
  readonly maxResults?: number | undefined;
  readonly nextToken?: string | undefined;
  readonly sortOrder?: SortOrder | undefined;
};

/**
 * One page, newest first unless `sortOrder` says otherwise. A token marks the last record that was returned, so
 * records that are added or deleted meanwhile neither repeat nor hide others.
 *
 * @param options.read reads a part of the list.
 * @param options.scope what is being listed; a token of another list is refused.
 * @throws ServiceError (ValidationException) for a token that this list did not give.
 */
export function pageOf<T extends { readonly creation: Pick<Creation, 'sequence'> }>(options: {
  readonly read: (slice: Slice) => readonly T[];
  readonly scope: readonly string[];
  readonly request: PageRequest;
}): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const { maxResults = DEFAULT_PAGE_SIZE, nextToken, sortOrder = 'Descending' } = options.request;
  const scope = [...options.scope, sortOrder].join('/');
  const after = nextToken === undefined ? undefined : readToken(nextToken, scope);
  // One more than is asked for says whether there are more.
  const found = options.read({ order: sortOrder, limit: maxResults + 1, after });
  const items = found.slice(0, maxResults);
  const last = items.at(-1);
  const more = found.length > items.length && last !== undefined;
  return { items, nextToken: more ? writeToken(last.creation.sequence, scope) : undefined };
}

function writeToken(after: number, scope: string): string {
  return Buffer.from(JSON.stringify([after, scope])).toString('base64url');
}

function readToken(token: string, scope: string): number {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    if (Array.isArray(parsed) && Number.isSafeInteger(parsed[0]) && parsed[1] === scope) return parsed[0];
  } catch {
    // Not one of our tokens.
  }
  throw invalidFields([
    {
      name: 'nextToken',
      message: 'must be the token of the previous page of the same list in the same order',
    },
  ]);
}
