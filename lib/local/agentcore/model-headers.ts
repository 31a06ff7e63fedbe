import { randomBytes } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HEADER } from '../../contract/headers.ts';
import { canReachWorkflow } from '../../contract/workflow-headers.ts';
import { AgentCoreError } from './agent-core-error.ts';
import type { RuntimeRecord } from './runtime-record.ts';

/**
 * The headers of a request by which callers reach the workflow, with the lengths that are allowed. `sessionIdOf` reads the
 * session id.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export const REQUEST_HEADERS: Readonly<Record<string, readonly [min: number, max: number]>> = {
  'content-type': [1, 256],
  accept: [1, 256],
  [HEADER.mcpSessionId]: [1, 1024],
  [HEADER.mcpProtocolVersion]: [1, 1024],
  [HEADER.mcpMethod]: [1, 1024],
  [HEADER.mcpName]: [1, 1024],
  [HEADER.userId]: [1, 1024],
  [HEADER.traceId]: [0, 128],
  [HEADER.traceParent]: [0, 128],
  [HEADER.traceState]: [0, 512],
  [HEADER.baggage]: [0, 8192],
};

/** The headers of an answer that are the workflow's, beside its content type. */
export const ANSWER_HEADERS: readonly string[] = [
  HEADER.mcpSessionId,
  HEADER.mcpProtocolVersion,
  HEADER.traceId,
  HEADER.traceParent,
  HEADER.traceState,
  HEADER.baggage,
];

/** @throws {@link AgentCoreError} for the first header that is too short or too long. */
export function checkHeaders(headers: IncomingHttpHeaders): void {
  for (const [name, [min, max]] of Object.entries(REQUEST_HEADERS)) {
    const value = headers[name];
    if (typeof value !== 'string' || (value.length >= min && value.length <= max)) continue;
    const message = `The header ${name} has ${value.length} characters; ${min} to ${max} are allowed.`;
    throw new AgentCoreError('ValidationException', message, { field: name });
  }
}

/**
 * The headers that the workflow's process gets: those of the service, and those that the runtime lists. A signature stays here;
 * a token is handed on where it is listed.
 */
export function headersForProcess(
  headers: IncomingHttpHeaders,
  call: {
    readonly sessionId: string;
    readonly requestId?: string | undefined;
    readonly runtime: Pick<RuntimeRecord, 'requestHeaders' | 'authorizer'>;
  },
): Record<string, string> {
  const { sessionId, requestId, runtime } = call;
  const listed = new Set(runtime.requestHeaders?.map((name) => name.toLowerCase()));
  if (runtime.authorizer === undefined) listed.delete('authorization');
  const isPassedOn = (name: string): boolean =>
    Object.hasOwn(REQUEST_HEADERS, name) || (listed.has(name) && canReachWorkflow(name));
  return {
    ...chosen(headers, isPassedOn),
    [HEADER.sessionId]: sessionId,
    ...(requestId !== undefined && { [HEADER.requestId]: requestId }),
  };
}

/**
 * What the caller gets back: the headers that the workflow answered with, or those that it was called with. So an answer
 * always names its trace, as in the service.
 */
export function headersForCaller(options: {
  readonly request: IncomingHttpHeaders;
  /** @default - there is no answer yet */
  readonly answer?: IncomingHttpHeaders | undefined;
}): Record<string, string> {
  const isGiven = (name: string): boolean => ANSWER_HEADERS.includes(name);
  return { ...chosen(options.request, isGiven), ...chosen(options.answer ?? {}, isGiven) };
}

/** The headers of a call with a trace; callers that name none get a new one. */
export function inTrace(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  if (headers[HEADER.traceId]) return headers;
  const seconds = Math.floor(Date.now() / 1000).toString(16);
  return { ...headers, [HEADER.traceId]: `Root=1-${seconds}-${randomBytes(12).toString('hex')}` };
}

function chosen(headers: IncomingHttpHeaders, isChosen: (name: string) => boolean): Record<string, string> {
  const passed = Object.entries(headers).filter(
    (header): header is [string, string] => typeof header[1] === 'string' && isChosen(header[0]),
  );
  return Object.fromEntries(passed);
}
