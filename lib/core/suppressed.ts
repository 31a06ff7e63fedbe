import { memberOf, stringMember } from './thrown.ts';

/**
 * What was thrown first, and what the end of a scope (`using`) threw after it: a SuppressedError has both, and names neither. What is
 * no SuppressedError is the first itself. Never throws itself.
 */
export function firstThrown(error: unknown): FirstThrown {
  const later: unknown[] = [];
  let first = error;
  // Also those that a compiler makes where there is no such class.
  while (later.length < MAX_SCOPES && stringMember(first, 'name') === 'SuppressedError') {
    later.unshift(memberOf(first, 'error'));
    first = memberOf(first, 'suppressed');
  }
  return { first, later };
}

export interface FirstThrown {
  readonly first: unknown;
  /** In the order in which they were thrown. */
  readonly later: readonly unknown[];
}

const MAX_SCOPES = 20;
