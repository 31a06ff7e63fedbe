import { isRecord } from '../core/is-record.ts';
import type { ErrorDescription } from './error.ts';
import { isRecordedQuestion, type RecordedQuestion } from './recorded-question.ts';

/**
 * What is known of one invocation, whoever waits for it. The host writes it, below its artifact prefix; where the host
 * could not write the end, because its process was gone, local AWS does.
 */
export interface InvocationRecord {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  /** The runtime session; absent outside AgentCore. */
  readonly sessionId?: string | undefined;
  /** In every log line of the invocation. */
  readonly requestId?: string | undefined;
  /** The Nova Act workflow runs that it began, in order. */
  readonly workflowRunIds?: readonly string[] | undefined;
  /** What people were asked, and are: the newest, in the order in which they were asked. */
  readonly questions?: readonly RecordedQuestion[] | undefined;
  /** What it was called with: secrets taken out, and cut when it is large. */
  readonly payload?: unknown;
  /** What `main` returned, when it succeeded. */
  readonly result?: unknown;
  /** Why it failed, when it did. */
  readonly error?: ErrorDescription | undefined;
  /** How the process ended, in words, when it ended before the invocation did. */
  readonly exit?: string | undefined;
  /** Where its log lines are: a file, or a log group. */
  readonly log?: string | undefined;
  /** Which item of a fleet it is, where it is one. */
  readonly item?: RecordedItem | undefined;
}

/** What a record says of an item of a fleet. */
export interface RecordedItem {
  /** See `FleetItem`. */
  readonly key: string;
  /** See `FleetItem`. */
  readonly index?: number | undefined;
  /** How often the workflow was begun for it. */
  readonly attempts: number;
  /** The execution that has begun it the last time, and the redrive of that: see `ItemRun`. */
  readonly execution?: string | undefined;
  readonly redrive: number;
  /** How often its session was lost before, in this redrive. */
  readonly lost?: number | undefined;
  /** Whether Step Functions has taken its end. */
  readonly told?: boolean | undefined;
}

/** Makes the id of an invocation. It names the session, so that it is all that a caller must keep. */
export function newInvocationId(session: string | undefined, random: string): string {
  return `${session ?? NO_SESSION}.${random}`;
}

/** The key of an invocation's record below the prefix; `undefined` when the id is not one of this session. */
export function recordKey(id: string, session: string | undefined): string | undefined {
  const prefix = `${session ?? NO_SESSION}.`;
  const random = id.startsWith(prefix) ? id.slice(prefix.length) : '';
  if (!/^[0-9a-f-]{36}$/.test(random)) return undefined;
  return `invocations/${random}.json`;
}

/** The key, below the prefix, of what tells which invocation a run belongs to: a {@link RunPointer}. */
export function runKey(workflowRunId: string): string {
  return `runs/${workflowRunId}.json`;
}

/** The keys of all records, and of all that tell what a run belongs to, as policies name them. */
export const RECORD_KEYS = { invocations: 'invocations/*.json', runs: 'runs/*.json' } as const;

/** Says that a host of this project began a run, and in which invocation. */
export interface RunPointer {
  /** Id of the {@link InvocationRecord}. */
  readonly invocationId: string;
  readonly definitionName: string;
  /** ISO 8601. */
  readonly startedAt: string;
}

/** Stands for the session where there is none, as after `docker run`. */
const NO_SESSION = 'local';

/** The session in the id of an invocation; `undefined` when it is no such id. */
export function sessionInId(id: string): string | undefined {
  const dot = id.lastIndexOf('.');
  return dot > 0 ? id.slice(0, dot) : undefined;
}

/** Whether an invocation was made in a runtime session, which ends by itself; a host that was started by hand has none. */
export function isInSession(id: string): boolean {
  return sessionInId(id) !== NO_SESSION;
}

/** How long an invocation took; `undefined` as long as its record does not say both ends. */
export function lastedMs({ startedAt, endedAt = '' }: InvocationRecord): number | undefined {
  const milliseconds = Date.parse(endedAt) - Date.parse(startedAt);
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

/** Whether a value, read from a store or an answer, is a record: all that it says of itself can be relied on. */
export function isInvocationRecord(value: unknown): value is InvocationRecord {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    typeof value.startedAt === 'string' &&
    STATUSES.some((status) => status === value.status) &&
    OPTIONAL_TEXTS.every((key) => value[key] === undefined || typeof value[key] === 'string') &&
    (value.workflowRunIds === undefined || isListOfTexts(value.workflowRunIds)) &&
    (value.questions === undefined || isListOfQuestions(value.questions)) &&
    (value.error === undefined || isDescription(value.error)) &&
    (value.item === undefined || isRecordedItem(value.item))
  );
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isListOfQuestions(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecordedQuestion);
}

function isDescription(value: unknown): boolean {
  return isRecord(value) && typeof value.name === 'string' && typeof value.message === 'string';
}

function isRecordedItem(value: unknown): boolean {
  return (
    isRecord(value) &&
    typeof value.key === 'string' &&
    typeof value.attempts === 'number' &&
    typeof value.redrive === 'number' &&
    [value.index, value.lost].every((count) => count === undefined || typeof count === 'number') &&
    (value.execution === undefined || typeof value.execution === 'string')
  );
}

const OPTIONAL_TEXTS = ['endedAt', 'sessionId', 'requestId', 'exit', 'log'] as const;

const STATUSES: readonly InvocationRecord['status'][] = ['RUNNING', 'SUCCEEDED', 'FAILED'];
