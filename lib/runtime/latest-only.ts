import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * Stores the states of one object: one after another, so that an older one never replaces a newer one, and leaving out
 * those that were overtaken while they waited. The first one does not begin in the turn that asks for it.
 *
 * @returns stores a state; rejects when it could not be stored
 */
export function latestOnly(put: (state: string) => Promise<void>): (state: string) => Promise<void> {
  let before: Promise<unknown> = nextTurn();
  let newest = 0;
  return (state) => {
    newest += 1;
    const mine = newest;
    const stored = before.then(() => (mine === newest ? put(state) : undefined));
    before = stored.catch(() => undefined);
    return stored;
  };
}
