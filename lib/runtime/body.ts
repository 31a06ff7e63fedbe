import { PayloadError } from '../contract/payload-error.ts';
import { messageOf } from '../core/errors.ts';

/**
 * Reads the body of an invocation: JSON in UTF-8 whatever the content type says. An empty body is an empty object,
 * so that a workflow without parameters can be invoked without one.
 *
 * @throws {@link PayloadError} when it is not JSON.
 */
export function parseBody(body: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new PayloadError('The body is not UTF-8. Send the payload as JSON in UTF-8.');
  }
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text, withoutPrototypes);
  } catch (error) {
    throw new PayloadError(`The body is not JSON: ${messageOf(error)}. Send the payload as JSON.`);
  }
}

/** A member named `__proto__` would become the prototype of whatever the payload is copied into. */
function withoutPrototypes(key: string, value: unknown): unknown {
  return key === '__proto__' ? undefined : value;
}
