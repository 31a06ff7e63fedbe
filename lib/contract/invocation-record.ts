import type { ErrorDescription } from './error.ts';

/** An asynchronous invocation as its caller sees it. */
export interface InvocationRecord {
  readonly id: string;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED';
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt?: string;
  /** The Nova Act workflow run, once there is one. */
  readonly workflowRunId?: string;
  /** What `main` returned, when it succeeded. */
  readonly result?: unknown;
  /** Why it failed, when it did. */
  readonly error?: ErrorDescription;
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

/** Reads a record that was stored. @throws when it is none */
export function parseRecord(text: string): InvocationRecord {
  const value: unknown = JSON.parse(text);
  if (isInvocation(value)) return value;
  throw new Error('The stored object is not the record of an invocation.');
}

function isInvocation(value: unknown): value is InvocationRecord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'id' in value &&
    typeof value.id === 'string' &&
    'startedAt' in value &&
    typeof value.startedAt === 'string' &&
    'status' in value &&
    (value.status === 'RUNNING' || value.status === 'SUCCEEDED' || value.status === 'FAILED')
  );
}
