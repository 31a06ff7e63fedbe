import { isExplained, messageOf, stackOf } from '../../core/errors.ts';
import { stringMember } from '../../core/thrown.ts';

/**
 * Reads a part of what a page shows. One that cannot be read does not take the rest of the page with it: why is told instead.
 *
 * @param what is then not shown, as the beginning of a sentence
 * @param unknown where that is told
 */
export function readOrTell<T>(what: string, unknown: string[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    unknown.push(`${what} is not shown: ${whyOf(error)}`);
    return undefined;
  }
}

/** Messages of the unexpected may name what is secret: they are for the terminal. */
function whyOf(error: unknown): string {
  if (isExplained(error) || stringMember(error, 'syscall') !== undefined) return messageOf(error);
  process.emitWarning(`The viewer failed. ${stackOf(error)}`, { type: 'NovaActLocalWarning' });
  return 'the viewer has failed, and the terminal of local AWS says how. Please report it.';
}
