import { readEnvelope } from '../../contract/envelope.ts';
import { cutValue, MAX_RECORDED_BYTES, NOT_JSON, recordedValue } from '../../contract/recorded-value.ts';
import { parseJson } from '../../core/json.ts';

/**
 * What the body of a call says, for its record: secrets are taken out, and what is large is only counted.
 *
 * @returns `undefined` for a question about another invocation, which needs no record of its own
 */
export function recordedPayload(body: Buffer): { readonly payload: unknown } | undefined {
  if (body.length > MAX_RECORDED_BYTES) return { payload: cutValue(body.length) };
  const text = body.toString('utf8');
  if (text.trim() === '') return { payload: {} };
  const value = parseJson(text);
  if (value === undefined) return { payload: NOT_JSON };
  try {
    const request = readEnvelope(value);
    return request.mode === 'status' ? undefined : { payload: recordedValue(request.payload, []).value };
  } catch {
    // The host will refuse it, and say why.
    return { payload: recordedValue(value, []).value };
  }
}
