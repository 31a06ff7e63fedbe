import { EXIT, type ExitCode, ExplainedError, messageOf } from '../core/errors.ts';
import { isAccessDenied, sentence } from './aws-failure.ts';
import { factsOf } from './error-facts.ts';

/**
 * Reads what needs permissions bit by bit, and says which when AWS denies it.
 *
 * @param needs for the middle of a sentence, such as `s3:GetObject on arn:aws:s3:::bucket/*`
 * @throws PermissionError
 */
export async function* readingNeeds<T>(needs: string, items: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    if (isDenied(error)) throw permissionError(needs, error);
    throw error;
  }
}

/** AWS does not let the caller do it. */
export class PermissionError extends ExplainedError {
  override readonly name = 'PermissionError';
  override readonly exitCode: ExitCode = EXIT.usage;
}

function isDenied(error: unknown): boolean {
  return isAccessDenied(factsOf(error));
}

function permissionError(needs: string, cause: unknown): PermissionError {
  return new PermissionError({
    what: `Access denied: ${sentence(messageOf(cause))}`,
    fix: `The caller needs ${needs}.`,
    cause,
  });
}
