import { AsyncLocalStorage } from 'node:async_hooks';
import { HEADER } from '../contract/headers.ts';
import type { ProgressEvent } from '../contract/progress.ts';
import { canReachWorkflow } from '../contract/workflow-headers.ts';

/** What the host knows about the invocation that is running. */
export interface InvocationContext {
  /** AgentCore's session: the same process and the same files for every invocation of it. Absent outside AgentCore. */
  readonly sessionId?: string | undefined;
  /** Unique for each invocation; in every log line. */
  readonly requestId: string;
  /**
   * Headers of the request, by lower-case name: trace, user and those of MCP, and what the runtime lists (`requestHeaders`). AgentCore
   * hands on no others.
   */
  readonly headers: Readonly<Record<string, string>>;
  /** Aborted when the process is told to end; the reason says why. */
  readonly signal: AbortSignal;
  /** Sends an event to the caller if it listens, and to the log. */
  readonly publishProgress: (event: ProgressEvent) => void;
}

/** The HTTP headers of a request, as Node has them. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Headers of the service that workflows get, beside those that the runtime lists. */
const OF_SERVICE: readonly string[] = [HEADER.userId, HEADER.traceId];

const contexts = new AsyncLocalStorage<InvocationContext>();

/**
 * The invocation that the calling code belongs to.
 *
 * @returns `undefined` when the workflow runs without the host, as on a laptop.
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-sessions.html
 */
export function getInvocationContext(): InvocationContext | undefined {
  return contexts.getStore();
}

/** Runs `fn` as part of an invocation. */
export function runInContext<R>(context: InvocationContext, fn: () => R): R {
  return contexts.run(context, fn);
}

/** The parts of a context that come from the request. */
export function contextFromHeaders(options: {
  readonly headers: RequestHeaders;
  readonly newRequestId: () => string;
}): Pick<InvocationContext, 'sessionId' | 'requestId' | 'headers'> {
  const { headers, newRequestId } = options;
  const sessionId = first(headers[HEADER.sessionId]);
  const allowed = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    const text = first(value);
    const wanted = OF_SERVICE.includes(name) || canReachWorkflow(name);
    return wanted && text !== undefined ? [[name, text]] : [];
  });
  return {
    sessionId: sessionId || undefined,
    requestId: first(headers[HEADER.requestId]) || newRequestId(),
    headers: Object.freeze(Object.fromEntries(allowed)),
  };
}

function first(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : value?.[0];
}
