import { isInstance } from '../../core/thrown.ts';
import { NovaActServiceException, paginateListActs, ResourceNotFoundException } from '../../service/index.ts';
import { explainError } from '../explain-error.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { isStepFile } from './artifact-kind.ts';

/**
 * Where Nova Act has put the traces of the acts of a run, in a bucket. How it names what it exports is not documented, and its own
 * word is better than a guess.
 *
 * @param note says which traces cannot be looked for, and why
 * @returns the beginnings of keys
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_ActSummary.html
 */
export async function tracePlaces(
  run: { readonly workflowDefinitionName: string; readonly workflowRunId: string; readonly bucket: string },
  access: RecordsAccess,
  note: (text: string) => void,
): Promise<readonly string[]> {
  const { client, call } = access;
  const { bucket, ...input } = run;
  const keys = new Set<string>();
  const elsewhere = new Set<string>();
  try {
    for await (const page of paginateListActs({ client }, input, call)) {
      for (const { traceLocation } of page.actSummaries) {
        if (traceLocation === undefined) continue;
        const key = keyInBucket(traceLocation.location, bucket);
        if (key === undefined) elsewhere.add(traceLocation.location);
        else keys.add(key);
      }
    }
  } catch (error) {
    if (call.abortSignal.aborted || !isInstance(error, NovaActServiceException)) throw error;
    if (!isInstance(error, ResourceNotFoundException)) {
      note(
        `Where Nova Act has put traces is not known (nova-act:ListActs): ${explainError(error, access).failure.message}`,
      );
    }
  }
  if (elsewhere.size > 0) note(`Traces that are not in s3://${bucket}/: ${[...elsewhere].join(', ')}`);
  return [...keys];
}

/** The key that an address in S3 names; `undefined` for another bucket, and for a whole one. Pure. */
export function keyInBucket(location: string, bucket: string): string | undefined {
  const key = [`s3://${bucket}/`, `arn:aws:s3:::${bucket}/`]
    .filter((start) => location.startsWith(start))
    .map((start) => location.slice(start.length));
  return key[0] === '' ? undefined : key[0];
}

/** Whether an object is at a place: it is the place, below it, or a step whose name follows it directly. Pure. */
export function isAtTracePlace(objectKey: string, place: string): boolean {
  if (!objectKey.startsWith(place)) return false;
  const rest = objectKey.slice(place.length);
  return rest === '' || place.endsWith('/') || rest.startsWith('/') || isStepFile(rest);
}
