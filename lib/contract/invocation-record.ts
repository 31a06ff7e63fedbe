import { isRecord } from '../core/is-record.ts';
import type { ErrorDescription } from './error.ts';

/** An asynchronous invocation as its caller sees it. */
export interface InvocationRecord {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  /** The Nova Act workflow run, once there is one. */
  readonly workflowRunId?: string | undefined;
  /** What `main` returned, when it succeeded. */
  readonly result?: unknown;
  /** Why it failed, when it did. */
  readonly error?: ErrorDescription | undefined;
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
  return `async/${random}.json`;
}

/** Stands for the session where there is none, as after `docker run`. */
const NO_SESSION = 'local';

/** The session in the id of an invocation; `undefined` when it is no such id. */
export function sessionInId(id: string): string | undefined {
  const dot = id.lastIndexOf('.');
  return dot > 0 ? id.slice(0, dot) : undefined;
}

/** Whether a value, read from a store or an answer, is a record. */
export function isInvocationRecord(value: unknown): value is InvocationRecord {
  return (
    isRecord(value) &&
    typeof value.id === 'string' &&
    typeof value.startedAt === 'string' &&
    STATUSES.some((status) => status === value.status)
  );
}

const STATUSES: readonly InvocationRecord['status'][] = ['RUNNING', 'SUCCEEDED', 'FAILED'];
