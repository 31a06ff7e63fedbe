import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import type { PayloadIssue } from './error.ts';
import { FLEET_FORMATS, type FleetFormat } from './fleet-input.ts';
import { type FleetItem, itemOf, wrappedItem } from './fleet-item.ts';
import { type ItemFacts, type ItemFailure, itemFailureIn, itemSuccessIn } from './item-outcome.ts';
import type { ItemInput } from './item-step.ts';

/** What became of one item of a fleet. */
export interface FleetResult
  extends Pick<ItemFacts, 'sessionId' | 'workflowRunIds' | 'attempts' | 'endedAt'> {
  /** See `FleetItem`. */
  readonly key: string;
  /** Its place in the list where it was at first, from 0. */
  readonly index: number;
  readonly itemId?: string | undefined;
  readonly status: ItemStatus;
  /** What the workflow was called with. */
  readonly item: FleetItem['payload'];
  /** What `main` returned. */
  readonly result?: unknown;
  /** Where that is when it was too large: `s3://…`, a record with a member `result`. */
  readonly resultAt?: string | undefined;
  /** Why there is none. */
  readonly error?: FleetResultError | undefined;
  /** The invocation that ran it, when one did. */
  readonly invocationId?: string | undefined;
  /** How often the workflow was begun for it; 0 when it is not known that it was. */
  readonly attempts: number;
  /** ISO 8601. */
  readonly startedAt?: string | undefined;
}

/** How an item ended; `PENDING` was never started. */
export const ITEM_STATUSES = ['SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED', 'PENDING'] as const;
export type ItemStatus = (typeof ITEM_STATUSES)[number];

/** The name of the error of an item that was stopped with its fleet. */
export const ITEM_STOPPED = 'ItemStopped';

/** Why an item failed. */
export interface FleetResultError extends Pick<ItemFailure, 'message' | 'code' | 'issues'> {
  readonly name: string;
}

/**
 * Reads an entry of the files that Step Functions writes of a Map Run: one of a child execution, or of an item that got none.
 *
 * @returns `undefined` for what is none, and for an entry that does not say which item it is about
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function readFleetResult(entry: unknown): FleetResult | undefined {
  if (!isRecord(entry)) return undefined;
  const input = inputOf(entry.Input);
  const status = ITEM_STATUSES.find((known) => known === entry.Status);
  if (input === undefined || status === undefined) return undefined;
  const item = fleetItemOf(input);
  const common = {
    ...{ key: item.key, index: item.index, itemId: item.itemId, status, item: item.payload },
    ...{ startedAt: timeOf(entry.StartDate), endedAt: timeOf(entry.StopDate) },
  };
  if (status === 'SUCCEEDED') return { ...common, ...outcomeOf(entry.Output) };
  const [name, cause] = [textOf(entry.Error), textOf(entry.Cause)];
  const failure = itemFailureIn(cause);
  if (failure === undefined) {
    const error = name === undefined ? reasonOf(status) : { name, ...saidIn(cause) };
    return { ...common, workflowRunIds: [], attempts: 0, error };
  }
  const { message, code, issues } = failure;
  return { ...common, ...factsIn(failure), error: { name: name ?? 'Error', message, code, issues } };
}

/** Writes an entry as {@link readFleetResult} reads it: what is done on this machine leaves the same files. */
export function fleetResultEntry(
  result: FleetResult,
  place: { readonly fleet: string; readonly bucket: string },
): Readonly<Record<string, unknown>> {
  const { key, index, itemId, item: payload, status, startedAt, endedAt, error, ...facts } = result;
  const item = wrappedItem({ key, index, itemId, payload });
  const input: ItemInput = { ...place, format: 'jsonl', index, item };
  const { invocationId, sessionId, workflowRunIds, attempts, result: value = null, resultAt } = facts;
  const outcome = resultAt === undefined ? { result: value } : { resultAt };
  const known = { invocationId, sessionId, workflowRunIds, attempts, startedAt, endedAt };
  return {
    ...{ Status: status, Input: JSON.stringify(input), InputDetails: { Included: true } },
    ...{ StartDate: startedAt, StopDate: endedAt },
    ...(status === 'SUCCEEDED' && { Output: JSON.stringify({ ...known, ...outcome }) }),
    ...(error !== undefined && {
      Error: error.name,
      Cause: JSON.stringify({ ...known, message: error.message, code: error.code, issues: error.issues }),
    }),
  };
}

/** The item of a result, to have it run again. */
export function itemOfResult({ key, index, itemId, item: payload }: FleetResult): FleetItem {
  return { key, index, itemId, payload };
}

function inputOf(value: unknown): ItemInput | undefined {
  const input = typeof value === 'string' ? parseJson(value) : value;
  if (!isRecord(input)) return undefined;
  const { fleet, bucket, index, item } = input;
  const format: FleetFormat | undefined = FLEET_FORMATS.find((known) => known === input.format);
  const isWhole =
    typeof fleet === 'string' &&
    typeof bucket === 'string' &&
    typeof index === 'number' &&
    format !== undefined &&
    item !== undefined;
  return isWhole ? { fleet, format, bucket, index, item } : undefined;
}

/** One that is no item has failed by that, and keeps its place. */
function fleetItemOf(input: ItemInput): FleetItem {
  const { fleet, format, bucket, index, item } = input;
  try {
    return itemOf(item, { fleet, format, bucket, index });
  } catch {
    return { key: `${fleet}#${index}`, index, payload: isRecord(item) ? item : { item } };
  }
}

function outcomeOf(
  output: unknown,
): Pick<FleetResult, 'result' | 'resultAt' | 'workflowRunIds' | 'attempts'> {
  const value = typeof output === 'string' ? parseJson(output) : output;
  const success = itemSuccessIn(value);
  // What another program has told the task is a result all the same.
  if (success === undefined) return { workflowRunIds: [], attempts: 0, result: value };
  const { result, resultAt } = success;
  return { ...factsIn(success), ...(resultAt === undefined ? { result } : { resultAt }) };
}

/** Those, and nothing else that stands there: status, key and item are what Step Functions says. */
function factsIn({ invocationId, sessionId, workflowRunIds, attempts, startedAt, endedAt }: ItemFacts) {
  return {
    ...{ invocationId, workflowRunIds, attempts, startedAt },
    ...(sessionId !== undefined && { sessionId }),
    ...(endedAt !== undefined && { endedAt }),
  };
}

/** Of what was stopped, Step Functions says no more than that. */
function reasonOf(status: ItemStatus): FleetResultError | undefined {
  if (status !== 'ABORTED') return undefined;
  return {
    name: ITEM_STOPPED,
    message: 'The fleet was stopped, or too many others had failed, while it ran.',
  };
}

/** A function that throws says so in JSON of its own; an item that has never begun has no facts. */
function saidIn(cause: string | undefined): Omit<FleetResultError, 'name'> {
  const value = cause === undefined ? undefined : parseJson(cause);
  if (!isRecord(value)) return { message: cause ?? '' };
  const { message, errorMessage = message, code, issues } = value;
  return {
    message: typeof errorMessage === 'string' ? errorMessage : (cause ?? ''),
    ...(typeof code === 'string' && { code }),
    ...(isIssues(issues) && { issues }),
  };
}

function isIssues(value: unknown): value is readonly PayloadIssue[] {
  return (
    Array.isArray(value) &&
    value.every(
      (issue) => isRecord(issue) && typeof issue.path === 'string' && typeof issue.message === 'string',
    )
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function timeOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  // Numbers are seconds, as in answers of the service.
  const time = new Date(typeof value === 'number' ? value * 1000 : value);
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
