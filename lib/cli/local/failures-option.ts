import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { reasonOf } from '../../core/errors.ts';
import { ProblemsError } from '../../core/problems.ts';
import { type Failure, isFailure, readFailures } from '../../local/failures/index.ts';
import { UsageError } from '../usage-error.ts';

/**
 * The failures that `--failures` says: the lines of a file, or what stands between semicolons.
 *
 * @param directory where a relative path starts
 * @throws UsageError for a file that cannot be read, ProblemsError for lines that are no failures
 */
export function failuresOption(given: string, directory: string): readonly Failure[] {
  const lines = linesOf(textOf(given, directory));
  const { problems } = readFailures(lines, 'failures');
  if (problems.length > 0) throw new ProblemsError('option --failures', problems);
  return lines.filter(isFailure);
}

/** The failures in a text; what follows a `#` is a remark. */
function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .flatMap((line) => line.replace(/#.*/, '').split(';'))
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function textOf(given: string, directory: string): string {
  const file = path.resolve(directory, given);
  // A failure has several words; the name of a file that is mistyped has one.
  if (/\s/.test(given.trim()) && !existsSync(file)) return given;
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError({
      what: `Cannot read the file "${given}" of --failures: ${reasonOf(error)}.`,
      fix: 'Check the path, or write the failures themselves, as in --failures "UpdateWorkflowRun 500 first 3".',
      cause: error,
    });
  }
}
