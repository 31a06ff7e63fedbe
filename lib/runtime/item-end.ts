import { type InvocationRecord, recordKey } from '../contract/invocation-record.ts';
import {
  type ItemFailure,
  itemFactsOf,
  MAX_CAUSE_BYTES,
  MAX_ERROR_LENGTH,
  MAX_TASK_OUTPUT_BYTES,
} from '../contract/item-outcome.ts';
import type { TaskEnd } from '../service/task-callbacks.ts';
import { withResult } from './invocation-outcome.ts';
import type { KnownInvocation } from './invocation-record-writer.ts';

/**
 * What the task of an item is told of its end, in the sizes that Step Functions takes. Pure.
 *
 * @param ended its record, with the result in JSON where that is apart from it
 * @param stored says where the record is, when it is stored
 */
export function taskEndOf(ended: KnownInvocation, stored: StoredRecord): TaskEnd {
  const { record, resultJson = JSON.stringify(record.result ?? null) } = ended;
  if (record.status !== 'SUCCEEDED') return failure(record);
  const output = withResult(itemFactsOf(record), resultJson);
  const bytes = Buffer.byteLength(output);
  if (bytes <= MAX_TASK_OUTPUT_BYTES) return { output };
  const key = recordKey(record.id, record.sessionId);
  if (key !== undefined && stored.isStored)
    return { output: JSON.stringify({ ...itemFactsOf(record), resultAt: stored.uriOf(key) }) };
  const message = `The workflow has succeeded, but its result is lost: ${bytes} bytes are more than the ${MAX_TASK_OUTPUT_BYTES} that Step Functions takes, and it could not be stored in the artifact bucket. The log says why.`;
  return failure({ ...record, error: { name: 'ResultNotStored', message } });
}

interface StoredRecord {
  readonly isStored: boolean;
  /** The address of a key. */
  readonly uriOf: (key: string) => string;
}

function failure(record: InvocationRecord): TaskEnd {
  const { name, message, code, issues } = record.error ?? {
    name: 'Error',
    message: 'The record of the invocation says nothing of why it failed.',
  };
  const facts = itemFactsOf(record);
  return {
    error: name.slice(0, MAX_ERROR_LENGTH),
    cause: causeOf({ ...facts, message, code: code?.slice(0, MAX_ERROR_LENGTH), issues }),
  };
}

/** What is too much is left out: first all issues but one, as the message has them, too; then runs; then of the message as much as must be. */
function causeOf(whole: ItemFailure): string {
  const shorter = [
    whole,
    { ...whole, issues: whole.issues?.slice(0, 1) },
    { ...whole, issues: undefined },
    { ...whole, issues: undefined, workflowRunIds: whole.workflowRunIds.slice(0, MAX_RUN_IDS) },
  ];
  for (const candidate of shorter) {
    const json = JSON.stringify(candidate);
    if (Buffer.byteLength(json) <= MAX_CAUSE_BYTES) return json;
  }
  const least = { ...whole, issues: undefined, workflowRunIds: whole.workflowRunIds.slice(0, MAX_RUN_IDS) };
  let { message } = least;
  for (;;) {
    // Half as much each time: escapes of JSON and signs of several bytes make the size of a part hard to tell.
    message = message.slice(0, Math.floor(message.length / 2));
    const json = JSON.stringify({ ...least, message: `${message}…` });
    if (Buffer.byteLength(json) <= MAX_CAUSE_BYTES || message === '') return json;
  }
}

const MAX_RUN_IDS = 50;
