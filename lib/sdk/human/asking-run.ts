import { AsyncLocalStorage } from 'node:async_hooks';
import type { HumanAnswer } from './human-answer.ts';

/** What our own callbacks know of the run that asks, beside what every callback is told. */
export interface AskingRun {
  /** Tells something by a log event. */
  readonly tell: (level: 'info' | 'warn', message: string) => void;
  /** The run does not end before this work does, which goes on when nobody waits for the answer any more. It bounds itself. */
  readonly outlive: (work: Promise<unknown>) => void;
  /** Says what is known of the answer when the time is over, soon after that. Without it, nobody has answered. */
  readonly learns: (news: Promise<LateNews>) => void;
}

/** What is known when the time is over: that somebody has answered, too late to count, or that nobody knows. */
export type LateNews =
  | { readonly late: HumanAnswer }
  | { readonly unheard: Unheard }
  /** Nobody has answered. */
  | undefined;

/** Why it is not known whether somebody has answered. */
export interface Unheard {
  /** Who keeps the answers could not be asked since then. */
  readonly since: Date;
  /** For the middle of a sentence. */
  readonly words: string;
}

/** Calls a callback of people for a run. */
export function askFor<R>(run: AskingRun, call: () => R): R {
  return runs.run(run, call);
}

/** The run that asks. Whoever calls a callback by himself is told nothing. */
export function askingRun(): AskingRun {
  return runs.getStore() ?? { tell: () => {}, outlive: () => {}, learns: () => {} };
}

const runs = new AsyncLocalStorage<AskingRun>();
