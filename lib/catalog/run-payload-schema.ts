import { z } from 'zod';
import { MAX_ITEM_BYTES } from '../contract/fleet-input.ts';
import { MAX_JSON_DEPTH } from '../contract/limits.ts';
import { isRecord } from '../core/is-record.ts';
import { plainJson } from '../core/plain-json.ts';
import { words } from './check-value.ts';

/** What a scheduled run is called with. */
export const runPayloadSchema = z
  .record(z.string(), z.unknown())
  .superRefine(
    (payload, { addIssue }) => {
      const problem = payloadProblem(payload);
      if (problem !== undefined) addIssue({ code: 'custom', params: { what: `is not JSON: ${problem}` } });
    },
    { when: ({ value }) => isRecord(value) },
  )
  .readonly()
  .register(words, {
    what: 'is not what a run is called with',
    allowed: `an object, as JSON of at most ${MAX_ITEM_BYTES} bytes, without secrets: it is in the template`,
    fix: 'write what the workflow takes, such as {}',
  });

/** What is wrong with the payload of a scheduled run. */
function payloadProblem(payload: unknown): string | undefined {
  const read = plainJson(payload, { name: 'payload', maxBytes: MAX_ITEM_BYTES, maxDepth: MAX_JSON_DEPTH });
  if (!read.ok) return read.problem;
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  return bytes > MAX_ITEM_BYTES ? `payload has ${bytes} bytes` : undefined;
}
