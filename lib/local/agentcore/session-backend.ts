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
  /** Asks it to end, and makes it end after ten seconds. Resolves when nothing is left, or nothing can be done about it. */
  stop(): Promise<void>;
  /** Ends one that does not answer any more. Resolves as {@link SessionBackend.stop} does. */
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

/** How long the end of a session may take. */
export interface EndLimits {
  /** From the request to end until it is killed, in milliseconds. */
  readonly graceMs: number;
  /** From then until it is given up, in milliseconds: nothing ends a process that hangs in the kernel. */
  readonly killMs: number;
}

/** Begins a session; it is not yet listening. */
export type StartSession = (options: SessionBackendOptions) => SessionBackend;

export const END_LIMITS: EndLimits = Object.freeze({ graceMs: 10_000, killMs: 5_000 });
/** How long a session may take until it listens. */
export const START_TIMEOUT_MS = 30_000;

/** Says what is left of a session, and why: nobody else will look after it. */
export function warnOfRemains(text: string): void {
  process.emitWarning(text, { type: 'NovaActLocalWarning' });
}

/** A session did not come up, or ended under a request. The message names the log. */
export class SessionStartError extends Error {
  override readonly name = 'SessionStartError';
}
