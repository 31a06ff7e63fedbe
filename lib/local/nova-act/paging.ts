/** Pages of a list. Pure. */
import type { SortOrder } from '../../service/index.ts';
import { invalidFields } from './service-error.ts';

/** Page size when the request names none. */
export const DEFAULT_PAGE_SIZE = 100;

type Sequenced = { readonly creation: { readonly sequence: number } };

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
 * @param options.scope what is being listed; a token of another list is refused.
 * @throws ServiceError (ValidationException) for a token that this list did not give.
 */
export function pageOf<T extends Sequenced>(options: {
  readonly items: readonly T[];
  readonly scope: readonly string[];
  readonly request: PageRequest;
}): { readonly items: readonly T[]; readonly nextToken: string | undefined } {
  const { maxResults = DEFAULT_PAGE_SIZE, nextToken, sortOrder = 'Descending' } = options.request;
  const scope = [...options.scope, sortOrder].join('/');
  const direction = sortOrder === 'Ascending' ? 1 : -1;
  const sorted = [...options.items].sort((a, b) => direction * (a.creation.sequence - b.creation.sequence));
  const after = nextToken === undefined ? undefined : readToken(nextToken, scope);
  const rest =
    after === undefined ? sorted : sorted.filter((item) => direction * (item.creation.sequence - after) > 0);
  const items = rest.slice(0, maxResults);
  const last = items.at(-1);
  const more = rest.length > items.length && last !== undefined;
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
