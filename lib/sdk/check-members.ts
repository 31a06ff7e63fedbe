import { types } from 'node:util';
import { hollowKind } from '../core/hollow-kind.ts';
import { ValidationFailed } from './errors.ts';

/**
 * Refuses objects that look as if nothing was asked for: a promise, a Map, an instance of a class without members of its own.
 *
 * @param subject - what was given, such as `guardrail`
 * @param keys - what is read of it, wherever it has that from
 * @throws ValidationFailed
 */
export function checkMembers(subject: string, given: object, keys: readonly string[]): void {
  if (types.isPromise(given)) throw new ValidationFailed(`${subject} is a promise: write await before it.`);
  const kind = hollowKind(given);
  if (kind === undefined || keys.some((key) => key in given)) return;
  throw new ValidationFailed(
    `${subject} is ${kind}; its options would be read by nobody. Pass a plain object.`,
  );
}
