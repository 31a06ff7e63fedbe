import { isRecord } from '../../core/is-record.ts';
import type { ShownError } from '../../viewer/view-model.ts';
import type { WholeRun } from '../nova-act/state/packed-run.ts';

/**
 * Looks for a text in what there is of runs: ids, names, prompts and errors; as people read it, whatever the case, the lines and the
 * way that accents are encoded. Pure.
 */
export class TextSearch {
  readonly #text: string;
  /** Its words, as JSON has them: between them it may have any white space. */
  readonly #wordsInJson: readonly string[];

  constructor(text: string) {
    this.#text = asRead(text).replace(/\s+/g, ' ');
    this.#wordsInJson = this.#text.split(' ').map((word) => JSON.stringify(word).slice(1, -1));
  }

  /**
   * Whether a run may be found whose records are on this line, as JSON. It costs a tenth of what understanding the line does, and is
   * sure when it says no: other spellings of a character than ours, as by another program, begin with a backslash.
   */
  mayBeIn(line: string): boolean {
    if (line.includes('\\u') || line.includes('\\/')) return true;
    const read = asRead(line);
    return this.#wordsInJson.every((word) => read.includes(word));
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
    for (const text of texts)
      if (text !== undefined && asRead(text).replace(/\s+/g, ' ').includes(this.#text)) return true;
    return false;
  }
}

function asRead(text: string): string {
  return (MAY_CHANGE.test(text) ? text.normalize('NFC') : text).toLowerCase();
}

/** Whatever is below is as it should be, which costs less to see. */
const MAY_CHANGE = /[\u0300-\uffff]/;

function textsOf(error: unknown): readonly (string | undefined)[] {
  if (!isRecord(error)) return [];
  return [error.type, error.message].map((text) => (typeof text === 'string' ? text : undefined));
}
