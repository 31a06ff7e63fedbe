import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { DEFAULT_ENDPOINT_NAME } from '../../catalog/names.ts';
import { CUSTOM_HEADER_PREFIX, HEADER } from '../../contract/headers.ts';
import { MAX_SESSION_ID_LENGTH, MIN_SESSION_ID_LENGTH } from '../../contract/limits.ts';
import { didYouMean } from '../../core/suggest.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { type RuntimeRecord, type StoredRuntime, throughEndpoint } from './runtime-record.ts';

const PASSED_ON = [
  'content-type',
  'accept',
  HEADER.sessionId,
  HEADER.userId,
  HEADER.traceId,
  'traceparent',
  'tracestate',
  'baggage',
  'mcp-session-id',
  'mcp-protocol-version',
];
/** Length limits of the service's model. */
const LIMITS: Readonly<Record<string, readonly [number, number]>> = {
  'content-type': [1, 256],
  accept: [1, 256],
  [HEADER.userId]: [1, 1024],
  [HEADER.traceId]: [0, 128],
  traceparent: [0, 128],
  tracestate: [0, 512],
  baggage: [0, 8192],
};

/** The ARN or the id in the path `/runtimes/{…}/<operation>`; slashes in it may be encoded or not. */
export function runtimeInPath(url: string, operation: string): string | undefined {
  const [path = ''] = url.split('?');
  const match = /^\/runtimes\/(.+)\/([a-z]+)\/?$/.exec(path);
  if (match?.[1] === undefined || match[2] !== operation) return undefined;
  try {
    return decodeURIComponent(match[1]);
  } catch {
    throw new AgentCoreError('ValidationException', `The path ${path} is not encoded correctly.`, {
      field: 'agentRuntimeArn',
    });
  }
}

/** The session id of the request, or a new one. @throws {@link AgentCoreError} when its length is wrong. */
export function sessionIdOf(headers: IncomingHttpHeaders, options: { readonly required: boolean }): string {
  const given = headers[HEADER.sessionId];
  if (given === undefined && !options.required) return randomUUID();
  const id = typeof given === 'string' ? given : '';
  if (id.length >= MIN_SESSION_ID_LENGTH && id.length <= MAX_SESSION_ID_LENGTH) return id;
  const what = given === undefined ? 'is missing' : `has ${id.length} characters`;
  throw new AgentCoreError(
    'ValidationException',
    `runtimeSessionId ${what}. It must have ${MIN_SESSION_ID_LENGTH} to ${MAX_SESSION_ID_LENGTH} characters; a UUID has 36.`,
    { field: 'runtimeSessionId' },
  );
}

/** @throws {@link AgentCoreError} for the first header that is too short or too long. */
export function checkHeaders(headers: IncomingHttpHeaders): void {
  for (const [name, [min, max]] of Object.entries(LIMITS)) {
    const value = headers[name];
    if (typeof value !== 'string' || (value.length >= min && value.length <= max)) continue;
    const message = `The header ${name} has ${value.length} characters; ${min} to ${max} are allowed.`;
    throw new AgentCoreError('ValidationException', message, { field: name });
  }
}

/** The headers that the workflow's process gets. The signature of the call stays here, as in the service. */
export function headersForProcess(
  headers: IncomingHttpHeaders,
  ids: { readonly sessionId: string; readonly requestId: string },
): Record<string, string> {
  const passed = Object.entries(headers).filter(
    (header): header is [string, string] =>
      typeof header[1] === 'string' &&
      (PASSED_ON.includes(header[0]) || header[0].startsWith(CUSTOM_HEADER_PREFIX)),
  );
  return {
    ...Object.fromEntries(passed),
    [HEADER.sessionId]: ids.sessionId,
    [HEADER.requestId]: ids.requestId,
  };
}

/** @throws {@link AgentCoreError} when there is no such runtime or endpoint; names those that there are. */
export function selectRuntime(options: {
  readonly runtimes: readonly StoredRuntime[];
  /** ARN or id. */
  readonly wanted: string;
  readonly qualifier: string | undefined;
  readonly accountId: string | undefined;
}): RuntimeRecord {
  const { runtimes, wanted, qualifier, accountId } = options;
  const byArn = wanted.startsWith('arn:');
  if (!byArn && !/^\d{12}$/.test(accountId ?? '')) {
    const got = accountId === undefined ? 'is missing' : `is "${accountId}"`;
    throw new AgentCoreError(
      'ValidationException',
      `accountId ${got}. With a runtime id instead of an ARN it must be the twelve digits of the account.`,
      { field: 'accountId' },
    );
  }
  const found = runtimes.find(({ arn, id }) => (byArn ? arn : id) === wanted);
  const known = runtimes.map(({ arn, id }) => (byArn ? arn : id));
  if (found === undefined) throw notFound(wanted, known);
  const endpoint = qualifier ?? DEFAULT_ENDPOINT_NAME;
  const reached = throughEndpoint(found, endpoint);
  if (reached !== undefined) return reached;
  throw new AgentCoreError(
    'ResourceNotFoundException',
    `The runtime ${found.id} has no endpoint "${endpoint}". It has ${Object.keys(found.endpoints).join(', ')}.`,
  );
}

function notFound(wanted: string, known: readonly string[]): AgentCoreError {
  if (known.length === 0) {
    return new AgentCoreError(
      'ResourceNotFoundException',
      `There is no agent runtime ${wanted}: nothing is deployed to local AWS yet. Deploy a workflow first.`,
    );
  }
  const near = didYouMean(wanted, known);
  const hint = near === undefined ? '' : ` Did you mean ${near}?`;
  return new AgentCoreError(
    'ResourceNotFoundException',
    `There is no agent runtime ${wanted}.${hint} Deployed are: ${known.join(', ')}.`,
  );
}
