import type { LocalCredentials } from '../../contract/local-credentials.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/** What runs the workflow of one session: a process, or a container. */
export interface SessionBackend {
  /** Gets what the workflow prints. */
  readonly logFile: string;
  /** Resolves when it has ended and nothing of it is left: how it ended, in words. */
  readonly ended: Promise<string>;
  /** The port on 127.0.0.1 that it listens on. @throws {@link SessionStartError} when it does not come up. */
  port(): Promise<number>;
  /** Asks it to end, and makes it end after ten seconds. Resolves when nothing is left. */
  stop(): Promise<void>;
  /** Ends one that does not answer any more. */
  kill(): Promise<void>;
}

/** What a session is made from. */
export interface SessionBackendOptions {
  readonly runtime: RuntimeRecord;
  /** Gets what the workflow prints; appended to. */
  readonly logFile: string;
  /** The address of local AWS. */
  readonly endpointUrl: string;
  /** What the session signs its calls of local AWS with; no two sessions have the same. */
  readonly credentials: LocalCredentials;
  readonly parentEnvironment: Readonly<Record<string, string | undefined>>;
}

/** Begins a session; it is not yet listening. */
export type StartSession = (options: SessionBackendOptions) => SessionBackend;

/** How long a session may take from SIGTERM to its end. */
export const STOP_GRACE_MS = 10_000;
/** How long a session may take until it listens. */
export const START_TIMEOUT_MS = 30_000;

/** A session did not come up, or ended under a request. The message names the log. */
export class SessionStartError extends Error {
  override readonly name = 'SessionStartError';
}
