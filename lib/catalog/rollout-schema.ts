import { z } from 'zod';
import { MAX_JSON_DEPTH } from '../contract/limits.ts';
import { plainJson } from '../core/plain-json.ts';
import { words } from './check-value.ts';
import { MAX_ROLLOUT_PAYLOAD_BYTES, ROLLOUT_TIMEOUT_SECONDS } from './limits.ts';
import { wholeNumber } from './whole-number.ts';

/** How a new version shows that it works. */
export const rolloutSchema = z
  .strictObject({
    payload: z
      .unknown()
      .superRefine((payload, { addIssue }) => {
        const read = plainJson(payload, {
          name: 'payload',
          maxBytes: MAX_ROLLOUT_PAYLOAD_BYTES,
          maxDepth: MAX_JSON_DEPTH,
        });
        const problem = payload === undefined ? 'is missing' : read.ok ? tooLarge(payload) : read.problem;
        if (problem !== undefined) addIssue({ code: 'custom', params: { what: `is not JSON: ${problem}` } });
      })
      .register(words, {
        allowed: `JSON of at most ${MAX_ROLLOUT_PAYLOAD_BYTES} bytes, without secrets: it is in the template`,
        fix: 'write what the workflow takes for a small run',
      }),
    timeoutSeconds: wholeNumber({ least: 1, most: ROLLOUT_TIMEOUT_SECONDS.most, unit: 'seconds' }).optional(),
  })
  .readonly();

/** Letters have up to four bytes, which reading the payload does not count. */
function tooLarge(payload: unknown): string | undefined {
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  return bytes > MAX_ROLLOUT_PAYLOAD_BYTES ? `payload has ${bytes} bytes` : undefined;
}
