import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import type { ErrorDescription } from './error.ts';
import type { InvocationRecord } from './invocation-record.ts';

/** What the task of an item is told when the workflow has succeeded: its output. */
export interface ItemSuccess extends ItemFacts {
  /** What `main` returned. */
  readonly result?: unknown;
  /** Where that is when it is too large for Step Functions: `s3://…`, the record of the invocation, with a member `result`. */
  readonly resultAt?: string | undefined;
}

/** What it is told when the workflow has failed, as JSON in the cause; the error is the name of the error. */
export interface ItemFailure extends ItemFacts {
  readonly message: string;
  readonly code?: string | undefined;
  readonly issues?: ErrorDescription['issues'];
}

/** What is known of the run of an item. */
export interface ItemFacts {
  readonly invocationId: string;
  readonly sessionId?: string | undefined;
  readonly workflowRunIds: readonly string[];
  /** How often the workflow was begun for this item; more than once after a lost session, a retry or a redrive. */
  readonly attempts: number;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
}

/** Largest output of a task in bytes; longest cause and error of a failed one, in bytes here and in characters there. @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_SendTaskFailure.html */
export const MAX_TASK_OUTPUT_BYTES = 262_144;
export const MAX_CAUSE_BYTES = 32_768;
export const MAX_ERROR_LENGTH = 256;

/** The facts in a record. */
export function itemFactsOf(record: InvocationRecord): ItemFacts {
  const { id: invocationId, sessionId, workflowRunIds = [], startedAt, endedAt, item } = record;
  return { invocationId, sessionId, workflowRunIds, attempts: item?.attempts ?? 1, startedAt, endedAt };
}

/** What stands in the cause of a failed item; `undefined` when no host of this project has written it. */
export function itemFailureIn(cause: string | undefined): ItemFailure | undefined {
  const value = cause === undefined ? undefined : parseJson(cause);
  return isItemFacts(value) && typeof value.message === 'string'
    ? { ...value, message: value.message }
    : undefined;
}

/** The output of a task that has succeeded; `undefined` when no host of this project has written it. */
export function itemSuccessIn(output: unknown): ItemSuccess | undefined {
  return isItemFacts(output) && ('result' in output || typeof output.resultAt === 'string')
    ? output
    : undefined;
}

function isItemFacts(value: unknown): value is ItemFacts & Readonly<Record<string, unknown>> {
  return (
    isRecord(value) &&
    typeof value.invocationId === 'string' &&
    typeof value.startedAt === 'string' &&
    typeof value.attempts === 'number' &&
    Array.isArray(value.workflowRunIds)
  );
}
