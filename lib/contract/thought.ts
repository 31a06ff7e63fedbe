import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';

/**
 * A thought of an agent in two: its words for people, and the state that the offline agent writes behind them, because the steps
 * of an act are all that it gets back. Pages show the words only.
 */
export function splitThought(thought: string): { readonly words: string; readonly state?: unknown } {
  const at = thought.indexOf(STATE_START);
  const state = at < 0 ? undefined : parseJson(thought.slice(at + 1));
  return isRecord(state) ? { words: thought.slice(0, at), state } : { words: thought };
}

/** How its state begins; what else looks like that and is no JSON stays a part of the words. */
const STATE_START = ' {"clause":';
