import path from 'node:path';
import type { Readable } from 'node:stream';
import { hasCode, reasonOf } from '../../../core/errors.ts';
import { stringMember } from '../../../core/thrown.ts';
import { UsageError } from '../../usage-error.ts';
import { ItemChecker } from './check-items.ts';
import { ItemSpool } from './item-spool.ts';
import { listFormatOf, STDIN } from './list-format.ts';
import { openList } from './open-list.ts';
import { readList } from './read-list.ts';

/**
 * Reads and checks a whole list of items before anything is done with it.
 *
 * @returns the items as JSON Lines on the disk, to be disposed
 * @throws UsageError with all that is wrong in the list
 */
export async function spoolItems(source: ItemSource): Promise<ItemSpool> {
  const { file, signal } = source;
  const format = listFormatOf(file, source.format);
  const name = file === STDIN ? 'What came on stdin' : `"${file}"`;
  const input = file === STDIN ? source.stdin() : openList(path.resolve(source.directory, file));
  const checker = new ItemChecker();
  const spool = new ItemSpool();
  const problems: string[] = [];
  let problemCount = 0;
  // What waits for a list that does not come hears of nothing else.
  const onAbort = (): void => void input.destroy(new Error('The command was interrupted.'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    for await (const entry of readList(input, format)) {
      signal.throwIfAborted();
      const problem = checker.problemOf(entry);
      if (problem !== undefined) {
        problemCount += 1;
        if (problems.length < MAX_SHOWN) problems.push(`${entry.place}: ${problem}`);
      } else if ('value' in entry && problemCount === 0) spool.add(entry.value);
    }
    if (problemCount > 0) throw wrongItems({ name, problems, problemCount });
    if (spool.count > 0) return spool;
    throw new UsageError({
      what: `${name} has no items.`,
      fix: 'Write one object for each run of the workflow: its payload.',
    });
  } catch (error) {
    spool[Symbol.dispose]();
    if (!isOfDisk(error)) throw error;
    throw new UsageError({
      what: `Cannot read the list of items "${file}": ${reasonOf(error)}.`,
      fix: 'Check the path.',
      cause: error,
    });
  } finally {
    signal.removeEventListener('abort', onAbort);
    input.destroy();
  }
}

/** Where a list of items is. */
export interface ItemSource {
  /** A path, or {@link STDIN}. */
  readonly file: string;
  /** @default - as the name of the file says */
  readonly format?: string | undefined;
  /** That relative paths start from. */
  readonly directory: string;
  readonly stdin: () => Readable;
  readonly signal: AbortSignal;
}

/** Of more, the first ones say enough. */
const MAX_SHOWN = 20;

function wrongItems(found: {
  readonly name: string;
  readonly problems: readonly string[];
  readonly problemCount: number;
}): UsageError {
  const { name, problems, problemCount } = found;
  const more = problemCount - problems.length;
  const lines = [...problems, ...(more > 0 ? [`and ${more} more`] : [])].map((line) => `\n  ${line}`);
  return new UsageError({
    what: `${name} has ${problemCount === 1 ? 'a problem' : `${problemCount} problems`}, and nothing was started:${lines.join('')}\n`,
    fix: 'Mend the list: each item is an object, the payload of one run; its member itemId, which may be left out, names it.',
  });
}

function isOfDisk(error: unknown): boolean {
  return stringMember(error, 'syscall') !== undefined || hasCode(error, 'EISDIR');
}
