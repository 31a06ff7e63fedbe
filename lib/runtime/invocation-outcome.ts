import type { ErrorDescription } from '../contract/error.ts';
import type { EncodedEvent } from '../contract/events.ts';
import { isGenerator } from '../core/is-generator.ts';
import { describeError } from './describe-error.ts';

/**
 * How an invocation ended. `json` is what `main` returned: it is encoded once, at the end of `main`, and put into answers,
 * events and records as the text it is. Results may have 100 MB, and a `toJSON` in them may do more than answer.
 */
export type InvocationOutcome =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly status: 400 | 500 | 503; readonly error: ErrorDescription };

/** Encodes what `main` returned; `undefined` becomes null. @throws TypeError for what JSON cannot express. */
export function encodeResult(result: unknown): string {
  if (isGenerator(result)) {
    throw new TypeError('main is a generator, and nothing of its code has run. Make it an async function.');
  }
  try {
    return JSON.stringify(result) ?? 'null';
  } catch (error) {
    throw new TypeError(
      `main returned a value that is not JSON (${describeError(error).message}). Return plain objects, arrays, strings, numbers, booleans or null.`,
      { cause: error },
    );
  }
}

/** The event that ends an invocation. */
export function lastEvent(outcome: InvocationOutcome): EncodedEvent {
  return outcome.ok
    ? { type: 'result', json: withResult({ type: 'result' }, outcome.json) }
    : { type: 'error', json: JSON.stringify({ type: 'error', error: outcome.error }) };
}

/** The JSON of an object with one more member, `result`, whose JSON is ready. The object has other members. */
export function withResult(object: object, json: string): string {
  return `${JSON.stringify(object).slice(0, -1)},"result":${json}}`;
}
