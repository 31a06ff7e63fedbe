import { ExplainedError } from '../core/errors.ts';
import { parseJson } from '../core/json.ts';
import { aRecord, type RecordChecks } from './state-check.ts';

/** A file of the state folder: its JSON text, and what is expected in it. */
export interface StateFile<T> {
  readonly file: string;
  readonly text: string;
  readonly checks: RecordChecks<T>;
  /** The place in the file, such as `line 3`, where it holds several texts. */
  readonly place?: string | undefined;
}

/**
 * The record in a state file.
 *
 * @throws StateFileError that names the file and the key
 */
export function parseStateFile<T extends object>({ file, text, checks, place }: StateFile<T>): T {
  const value = parseJson(text);
  const problem = value === undefined ? notJson(text) : aRecord(checks)(value, '');
  if (isChecked<T>(value, problem)) return value;
  throw new StateFileError(file, `${problem}`, place);
}

/** A state file that cannot be read. The message names the file and how to go on. */
export class StateFileError extends ExplainedError {
  override readonly name = 'StateFileError';

  /** @param place such as `line 3`, in a file of many records */
  constructor(file: string, problem: string, place?: string) {
    const what = `${file} is not readable as state of local AWS`;
    const remedy = place === undefined ? 'Move it away' : `Delete ${place}`;
    super({
      what: place === undefined ? `${what}: ${problem}.` : `${what}: ${place}: ${problem}.`,
      fix: `${remedy}, and only what it describes is gone; or start over by deleting the state folder.`,
    });
  }
}

/** A machine that loses its power may leave a file without its end, or with nothing in it. */
export function notJson(text: string): string {
  return /^[\s\0]*$/.test(text) ? 'it is empty' : 'it is not JSON, or was cut off';
}

function isChecked<T>(value: unknown, problem: string | undefined): value is T {
  return value !== undefined && problem === undefined;
}
