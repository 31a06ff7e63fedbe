import { z } from 'zod';
import { plainJson } from '../core/plain-json.ts';
import { words } from './check-value.ts';
import { wholeNumber } from './whole-number.ts';

/** A payload stands in the template, of which CloudFormation takes 1 MB, and which is to be read. */
const MAX_PAYLOAD_BYTES = 50_000;

/** How a new version shows that it works. */
export const rolloutSchema = z
  .strictObject({
    payload: z
      .unknown()
      .superRefine((payload, { addIssue }) => {
        const read = plainJson(payload, { name: 'payload', maxBytes: MAX_PAYLOAD_BYTES, maxDepth: 64 });
        const problem = payload === undefined ? 'is missing' : read.ok ? undefined : read.problem;
        if (problem !== undefined) addIssue({ code: 'custom', params: { what: `is not JSON: ${problem}` } });
      })
      .register(words, {
        allowed: `JSON of at most ${MAX_PAYLOAD_BYTES} bytes, without secrets: it is in the template`,
        fix: 'write what the workflow takes for a small run',
      }),
    // A function of the deployment waits for the call, and functions live for 15 minutes.
    timeoutSeconds: wholeNumber({ least: 1, most: 840, unit: 'seconds' }).optional(),
  })
  .readonly();
