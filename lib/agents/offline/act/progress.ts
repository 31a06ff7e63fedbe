import { splitThought } from '../../../contract/thought.ts';
import { isRecord } from '../../../core/is-record.ts';
import type { AgentStep } from '../../agent.ts';
import type { Json } from '../types.ts';

export type Progress = {
  /** The clause that was worked on last. */
  readonly clause: number;
  /** What was tried for that clause, oldest first. */
  readonly attempts: readonly Attempt[];
  readonly notes: Readonly<Record<string, Json>>;
  /** Pages that were acted on, oldest first, without repeats in a row. */
  readonly visited: readonly string[];
  readonly programs: number;
};

/** What one program was for. It rides in the program's `think` call, so the steps alone tell how far the task is. */
export type Mark = {
  /** Index of the clause. */
  readonly clause: number;
  readonly phase: 'do' | 'open' | 'clear' | 'scroll' | 'wait';
  /** The page as it was then: where, and how it looked. */
  readonly url: string;
  readonly view: string;
  /** Answers so far, by clause. */
  readonly notes: Readonly<Record<string, Json>>;
};

/** A program that was run, and the error that came back from it, if any. */
export type Attempt = Mark & { readonly error: string | null };

const PHASES: readonly unknown[] = ['do', 'open', 'clear', 'scroll', 'wait'];

/** The thought that goes in front of a program: words for people, and the mark. */
export function thoughtFor(words: string, total: number, mark: Mark): string {
  return `Clause ${mark.clause + 1} of ${total}: ${words} ${JSON.stringify(mark)}`;
}

/** Reads how far the task is from the steps that were taken. Pure. */
export function readProgress(steps: readonly AgentStep[]): Progress {
  const attempts = steps.flatMap((step): Attempt[] => {
    const mark = step.calls.map(markOf).find((each) => each !== null);
    return mark === undefined || mark === null ? [] : [{ ...mark, error: errorOf(step) }];
  });
  const last = attempts.at(-1);
  const visited = attempts.map(({ url }) => url).filter((url, index, all) => url !== all[index - 1]);
  if (last === undefined) return { clause: 0, attempts: [], notes: {}, visited, programs: 0 };
  return {
    clause: last.clause,
    attempts: attempts.filter(({ clause }) => clause === last.clause),
    notes: last.notes,
    visited,
    programs: attempts.length,
  };
}

function markOf(call: AgentStep['calls'][number]): Mark | null {
  const thought = isRecord(call.input) ? undefined : call.input[0];
  if (call.name !== 'think' || typeof thought !== 'string') return null;
  const { state } = splitThought(thought);
  return isMark(state) ? state : null;
}

function isMark(value: unknown): value is Mark {
  return (
    isRecord(value) &&
    Number.isInteger(value.clause) &&
    PHASES.includes(value.phase) &&
    typeof value.url === 'string' &&
    typeof value.view === 'string' &&
    isRecord(value.notes)
  );
}

/** Results are JSON; an error is plain text that starts with its class name. */
function errorOf(step: AgentStep): string | null {
  return (
    step.results.find(
      (result): result is string => result !== null && /^[A-Z]\w*(?:Error|Exception): /.test(result),
    ) ?? null
  );
}
