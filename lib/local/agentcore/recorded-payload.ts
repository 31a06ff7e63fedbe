import { readEnvelope } from '../../contract/envelope.ts';
import { isSecretName, SECRET } from '../../contract/secret-names.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';

/**
 * What the body of a call says, for its record: secrets are taken out, and what is large is only counted.
 *
 * @returns `undefined` for a question about another invocation, which needs no record of its own
 */
export function recordedPayload(body: Buffer): { readonly payload: unknown } | undefined {
  if (body.length > MAX_BYTES) return { payload: `(${body.length} bytes)` };
  const text = body.toString('utf8');
  if (text.trim() === '') return { payload: {} };
  const value = parseJson(text);
  if (value === undefined) return { payload: '(not JSON)' };
  try {
    const request = readEnvelope(value);
    return request.mode === 'status' ? undefined : { payload: withoutSecrets(request.payload) };
  } catch {
    // The host will refuse it, and say why.
    return { payload: withoutSecrets(value) };
  }
}

/** Larger payloads are not worth a place in a record that people read. */
const MAX_BYTES = 64_000;

function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isRecord(value)) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    name,
    isSecretName(name) ? SECRET : withoutSecrets(member),
  ]);
  return Object.fromEntries(members);
}
