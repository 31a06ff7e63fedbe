import type { AgentCall } from '../../agent.ts';
import type { Page } from '../page/page.ts';
import type { Json } from '../types.ts';
import type { Attempt, Mark } from './progress.ts';

/** What to do about a clause now. */
export type Outcome =
  | { readonly kind: 'done'; readonly value?: Json }
  | { readonly kind: 'run'; readonly phase: Mark['phase']; readonly calls: readonly AgentCall[] }
  | { readonly kind: 'fail'; readonly missed: string };

/** All that a plan may look at. */
export type Situation = {
  readonly page: Page;
  /** What was tried for this clause, oldest first. */
  readonly attempts: readonly Attempt[];
  readonly visited: readonly string[];
};

export const done: Outcome = { kind: 'done' };
export const fail = (missed: string): Outcome => ({ kind: 'fail', missed });
export const run = (phase: Mark['phase'], ...calls: readonly AgentCall[]): Outcome => ({
  kind: 'run',
  phase,
  calls,
});

/** Times the same thing is tried before the act is given up. */
const MAX_TRIES = 2;
export const MAX_WAITS = 2;
const WAIT_S = 1;

/** Actions that count as done once they ran without an error; the same failing action is tried only twice. */
export function once(situation: Situation, action: () => Outcome): Outcome {
  const tries = situation.attempts.filter(({ phase }) => phase === 'do');
  const last = tries.at(-1);
  if (last !== undefined && last.error === null) return done;
  if (last !== undefined && tries.length >= MAX_TRIES)
    return fail(`do it, tried ${tries.length} times: ${last.error ?? ''}`);
  return action();
}

/** For what is not on the page (yet): waits a little, twice, then gives up. */
export function waitOrFail(situation: Situation, missed: string, maxWaits = MAX_WAITS): Outcome {
  const waits = situation.attempts.filter(({ phase }) => phase === 'wait').length;
  if (waits >= maxWaits) return fail(missed);
  return run('wait', { name: 'wait', input: [WAIT_S] });
}
