import { isRecord } from '../../core/is-record.ts';
import type { ShownError } from '../../viewer/view-model.ts';
import type { WholeRun } from '../nova-act/state/packed-run.ts';

/** Looks for a text in what there is of runs: ids, names, prompts and errors, whatever the case. Pure. */
export class TextSearch {
  readonly #text: string;
  /** As JSON has it. */
  readonly #inJson: string;

  constructor(text: string) {
    this.#text = text.toLowerCase();
    this.#inJson = JSON.stringify(this.#text).slice(1, -1);
  }

  /**
   * Whether a run may be found whose records are on this line, as JSON. It costs a tenth of what understanding the line does, and is
   * sure when it says no: other spellings of a character than ours, as by another program, begin with a backslash.
   */
  mayBeIn(line: string): boolean {
    return line.toLowerCase().includes(this.#inJson) || line.includes('\\u') || line.includes('\\/');
  }

  isIn({ run, sessions, acts }: WholeRun): boolean {
    const { runId, definitionName, invocationId, runtimeSession, error } = run;
    return (
      this.#isInOneOf([runId, definitionName, invocationId, runtimeSession?.id, ...textsOf(error)]) ||
      this.#isInOneOf(sessions.keys()) ||
      [...acts.values()].some((act) => this.#isInOneOf([act.actId, act.task, ...textsOf(act.error)]))
    );
  }

  isInError(error: ShownError | undefined): boolean {
    return this.#isInOneOf(textsOf(error));
  }

  #isInOneOf(texts: Iterable<string | undefined>): boolean {
    for (const text of texts) if (text?.toLowerCase().includes(this.#text)) return true;
    return false;
  }
}

function textsOf(error: unknown): readonly (string | undefined)[] {
  if (!isRecord(error)) return [];
  return [error.type, error.message].map((text) => (typeof text === 'string' ? text : undefined));
}
