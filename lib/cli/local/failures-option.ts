import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../../core/errors.ts';
import { ProblemsError, show } from '../../core/problems.ts';
import { type Failure, isFailure, problemOfFailure } from '../../local/failures/index.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The failures that `--failures` says: the lines of a file, or what stands between semicolons.
 *
 * @param directory where a relative path starts
 * @throws UsageError for an empty text and a file that cannot be read, ProblemsError for lines that are no failures
 */
export function failuresOption(given: string, directory: string): readonly Failure[] {
  const text = textOf(given, directory);
  const lines = linesOf(text);
  const problems = lines.flatMap(({ line, number }) => {
    const where = text === given ? show(line) : `${given} line ${number}: ${show(line)}`;
    return problemOfFailure(line, where) ?? [];
  });
  if (problems.length > 0) throw new ProblemsError('option --failures', problems);
  return lines.map(({ line }) => line).filter(isFailure);
}

/** The failures in a text, with the numbers of their lines; what follows a `#` is a remark. */
function linesOf(text: string): readonly { readonly line: string; readonly number: number }[] {
  return text
    .split('\n')
    .flatMap((whole, index) =>
      whole
        .replace(/#.*/, '')
        .split(';')
        .map((line) => ({ line: line.trim(), number: index + 1 })),
    )
    .filter(({ line }) => line !== '');
}

function textOf(given: string, directory: string): string {
  if (given.trim() === '') throw new UsageError({ what: '--failures is empty.', fix: `Write ${EXAMPLE}.` });
  const file = path.resolve(directory, given);
  // A failure has several words; the name of a file that is mistyped has one.
  if (/\s/.test(given.trim()) && !existsSync(file)) return given;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError({
      what: `Cannot read the file "${given}" of --failures: ${reasonOf(error)}.`,
      fix: `Check the path, or write the failures themselves, as in ${EXAMPLE}.`,
      cause: error,
    });
  }
}

const EXAMPLE = '--failures "UpdateWorkflowRun 500 first 3"';
