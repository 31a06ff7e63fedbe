import type { TraceWord } from '../../../contract/browser-trace.ts';

/** What becomes of the chunk that an act has ended. */
export function fateOfAct(word: TraceWord, act: { readonly hasFailed: boolean }): 'stored' | 'dropped' {
  if (word === 'off') return 'dropped';
  return word === 'on' || act.hasFailed ? 'stored' : 'dropped';
}

/**
 * What becomes of the last chunk of a session: what came after the last act. Whether that has failed is known when the run
 * has ended.
 */
export function fateOfEnd(word: TraceWord): 'stored' | 'held' | 'dropped' {
  if (word === 'off') return 'dropped';
  return word === 'on' ? 'stored' : 'held';
}

/** Of a chunk that was held, when the run has ended. */
export function fateOfHeld(status: 'SUCCEEDED' | 'FAILED'): 'stored' | 'dropped' {
  return status === 'FAILED' ? 'stored' : 'dropped';
}
