import { SESSION_ENDED } from '../contract/error.ts';
import { type InvocationRecord, recordKey } from '../contract/invocation-record.ts';
import {
  type ItemFacts,
  type ItemFailure,
  itemFactsOf,
  MAX_CAUSE_BYTES,
  MAX_ERROR_LENGTH,
  MAX_TASK_OUTPUT_BYTES,
} from '../contract/item-outcome.ts';
import { cutWhole } from '../core/whole-text.ts';
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
  const few = fewFactsOf(record);
  for (const facts of [itemFactsOf(record), few]) {
    const output = withResult(facts, resultJson);
    if (Buffer.byteLength(output) <= MAX_TASK_OUTPUT_BYTES) return { output };
  }
  const bytes = Buffer.byteLength(resultJson);
  const key = recordKey(record.id, record.sessionId);
  if (key !== undefined && stored.isStored)
    return { output: JSON.stringify({ ...few, resultAt: stored.uriOf(key) }) };
  if (stored.isEnding) {
    // Perhaps it is stored in a moment: then the next attempt tells it, and otherwise it runs the item again.
    const message = `The workflow has succeeded, but its session was ended before its result of ${bytes} bytes was stored.`;
    return failure({ ...record, error: { name: SESSION_ENDED, message } });
  }
  const message = `The workflow has succeeded, but its result is lost: ${bytes} bytes are more than the ${MAX_TASK_OUTPUT_BYTES} that Step Functions takes, and it could not be stored in the artifact bucket. The log says why.`;
  return failure({ ...record, error: { name: 'ResultNotStored', message } });
}

/** What a task is told that takes no other end: what has become of the item is in its record. @param why what Step Functions says */
export function refusedEndOf(record: InvocationRecord, why: string): TaskEnd {
  const how =
    record.status === 'SUCCEEDED'
      ? 'has succeeded'
      : `has failed (${cutWhole(record.error?.name ?? '', 100)})`;
  const message = `The item ${how}, but Step Functions does not take its end: ${cutWhole(why, 1_000)} What became of it is in the record ${record.id}.`;
  return { error: 'EndRefused', cause: JSON.stringify({ ...fewFactsOf(record), message }) };
}

interface StoredRecord {
  readonly isStored: boolean;
  /** Whether there is no time to wait for it any more. */
  readonly isEnding?: boolean | undefined;
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
    error: cutWhole(name, MAX_ERROR_LENGTH),
    cause: causeOf({ ...facts, message, code: code && cutWhole(code, MAX_ERROR_LENGTH), issues }),
  };
}

/** What is too much is left out: first all issues but one, as the message has them, too; then runs; then of the message as much as must be. */
function causeOf(whole: ItemFailure): string {
  const shorter = [
    whole,
    { ...whole, issues: whole.issues?.slice(0, 1) },
    { ...whole, issues: undefined },
    withFewRuns({ ...whole, issues: undefined }),
  ];
  for (const candidate of shorter) {
    const json = JSON.stringify(candidate);
    if (Buffer.byteLength(json) <= MAX_CAUSE_BYTES) return json;
  }
  const least = withFewRuns({ ...whole, issues: undefined });
  let { message } = least;
  for (;;) {
    // Half as much each time: escapes of JSON and signs of several bytes make the size of a part hard to tell.
    message = cutWhole(message, Math.floor(message.length / 2));
    const json = JSON.stringify({ ...least, message: `${message}…` });
    if (Buffer.byteLength(json) <= MAX_CAUSE_BYTES || message === '') return json;
  }
}

function fewFactsOf(record: InvocationRecord): ItemFacts {
  return withFewRuns(itemFactsOf(record));
}

/** The record has all of them. */
function withFewRuns<T extends ItemFacts>(facts: T): T {
  return { ...facts, workflowRunIds: facts.workflowRunIds.slice(0, MAX_RUN_IDS) };
}

const MAX_RUN_IDS = 50;
