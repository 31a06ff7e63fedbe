import { setImmediate as nextTurn } from 'node:timers/promises';
import { MAX_JSON_DEPTH, MAX_PAYLOAD_VALUES } from '../contract/limits.ts';
import { PayloadError } from '../contract/payload-error.ts';
import { messageOf } from '../core/errors.ts';
import { JsonMeasure } from './measure-json.ts';

/**
 * Reads the body of an invocation: JSON in UTF-8 whatever the content type says. An empty body is an empty object,
 * so that a workflow without parameters can be invoked without one. Pings are answered while a large one is read.
 *
 * @throws {@link PayloadError} when it is not JSON, or JSON that takes too long to read.
 */
export async function parseBody(body: Uint8Array): Promise<unknown> {
  await checkStructure(body);
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new PayloadError('The body is not UTF-8. Send the payload as JSON in UTF-8.');
  }
  const isLarge = body.length > SLICE_BYTES;
  if (isLarge) await nextTurn();
  if (text.trim() === '') return {};
  // In JSON the name may be written with escapes, too.
  const mayHavePrototypes = text.includes('__proto__') || text.includes('\\u00');
  if (isLarge) await nextTurn();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new PayloadError(`The body is not JSON: ${messageOf(error)}. Send the payload as JSON.`);
  }
  if (mayHavePrototypes) removePrototypes(value);
  return value;
}

/** Takes a few milliseconds. */
const SLICE_BYTES = 1_000_000;

async function checkStructure(body: Uint8Array): Promise<void> {
  const limits = { maxValues: MAX_PAYLOAD_VALUES, maxDepth: MAX_JSON_DEPTH };
  const measure = new JsonMeasure();
  for (let start = 0; start < body.length; start += SLICE_BYTES) {
    if (start > 0) await nextTurn();
    if (!measure.read(body.subarray(start, start + SLICE_BYTES), limits)) break;
  }
  if (measure.values > MAX_PAYLOAD_VALUES) {
    throw new PayloadError(
      `The body has more than ${MAX_PAYLOAD_VALUES} values. Put large inputs in S3 and send their address.`,
    );
  }
  if (measure.depth > MAX_JSON_DEPTH) {
    throw new PayloadError(`The body is nested more than ${MAX_JSON_DEPTH} levels deep. Send flatter JSON.`);
  }
}

/** A member named `__proto__` would become the prototype of whatever the payload is copied into. */
function removePrototypes(root: unknown): void {
  const waiting = [root];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__');
    for (const member of Object.values(value)) waiting.push(member);
  }
}
