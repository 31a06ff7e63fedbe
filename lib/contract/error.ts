/** An error as callers see it. */
export interface ErrorDescription {
  /** Name of the error class, such as `ActAgentFailed`. */
  readonly name: string;
  readonly message: string;
  /** A code to branch on, when the error has one. */
  readonly code?: string | undefined;
  /** Whether the same invocation may work later, when the error says so. */
  readonly retryable?: boolean | undefined;
  /** What is wrong in the payload, when the payload is to blame. */
  readonly issues?: readonly PayloadIssue[] | undefined;
  /** The invocations of the session that are under way, when it has no place for another one. */
  readonly invocationIds?: readonly string[] | undefined;
  /** The AgentCore request, to find the log lines. */
  readonly requestId?: string | undefined;
  /** Only when the host runs at log level `debug`. */
  readonly stack?: string | undefined;
}

/** The name of the error for an id that no asynchronous invocation of the session has. */
export const INVOCATION_NOT_FOUND = 'InvocationNotFound';

/** The name of the error of an invocation, run or act whose process was gone before it could say how it had ended. */
export const SESSION_ENDED = 'SessionEnded';

/** One thing that is wrong in a payload. */
export interface PayloadIssue {
  /** Dotted path, such as `travellers.0.name`; empty for the payload itself. */
  readonly path: string;
  readonly message: string;
}

/** Of more, the first ones say enough. */
export const MAX_ISSUES = 100;

/** What is wrong, in one line. */
export function textOfIssues(issues: readonly PayloadIssue[]): string {
  return issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
}
