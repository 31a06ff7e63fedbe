import { AnswerError, CHECK_PROXY } from '../core/answer-error.ts';
import type { OperationName } from './model.ts';

/**
 * The id in the answer to a Create call. Without one, all that follows would be about a run, session or act named "undefined".
 *
 * @throws AnswerError when the answer has none, as that of a server may be that is not the service
 */
export function createdId<K extends string>(
  answer: { readonly [key in K]?: unknown },
  key: K,
  operation: OperationName,
): string {
  const id: unknown = answer[key];
  if (typeof id === 'string' && id !== '') return id;
  throw incompleteAnswer(operation, key);
}

/** Why an answer of Nova Act is of no use. */
export function incompleteAnswer(operation: OperationName, missing: string): AnswerError {
  return new AnswerError(`Nova Act answered ${operation} without ${missing}.`, CHECK_PROXY);
}
