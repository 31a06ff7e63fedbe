import type { ErrorDescription } from '../contract/error.ts';
import type { EncodedEvent } from '../contract/events.ts';
import { MAX_JSON_DEPTH, MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import { isGenerator } from '../core/is-generator.ts';
import { plainJson } from '../core/plain-json.ts';

/**
 * How an invocation ended. `json` is what `main` returned: it is encoded once, at the end of `main`, and put into answers,
 * events and records as the text it is. Results may have 100 MB, and a `toJSON` in them may do more than answer.
 */
export type InvocationOutcome =
  | { readonly ok: true; readonly json: string }
  | { readonly ok: false; readonly status: 400 | 500 | 503; readonly error: ErrorDescription };

/**
 * Encodes what `main` returned; `undefined` becomes null.
 *
 * @throws TypeError for what JSON cannot express; it names the place
 */
export function encodeResult(result: unknown): string {
  if (isGenerator(result)) {
    throw new TypeError('main is a generator, and nothing of its code has run. Make it an async function.');
  }
  return jsonOf(readResult(result, 'main').value, 'main');
}

/**
 * Looks at what a workflow returned, before its run is reported: run and invocation must not end in different ways.
 *
 * @throws TypeError for what {@link encodeResult} would refuse
 */
export function checkResult(result: unknown): void {
  const { value, mostBytes } = readResult(result, 'the workflow');
  if (mostBytes > MAX_PAYLOAD_BYTES) jsonOf(value, 'the workflow');
}

function readResult(result: unknown, who: string): { readonly value: unknown; readonly mostBytes: number } {
  const read = plainJson(result, { name: 'result', maxBytes: MAX_PAYLOAD_BYTES, maxDepth: MAX_JSON_DEPTH });
  if (read.ok) return read;
  throw new TypeError(
    `${who} returned a value that is not JSON (${read.problem}). Return plain objects, arrays, strings, numbers, booleans or null.`,
  );
}

function jsonOf(value: unknown, who: string): string {
  const json = JSON.stringify(value) ?? 'null';
  const bytes = Buffer.byteLength(json);
  if (bytes <= MAX_PAYLOAD_BYTES) return json;
  throw new TypeError(
    `${who} returned ${bytes} bytes of JSON; ${MAX_PAYLOAD_BYTES} are allowed. Put large results in S3 and return their address.`,
  );
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
