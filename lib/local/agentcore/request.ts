import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { HEADER } from '../../contract/headers.ts';
import type { ServerProtocol } from '../../contract/host.ts';
import { MAX_SESSION_ID_LENGTH, MIN_SESSION_ID_LENGTH } from '../../contract/limits.ts';
import { AgentCoreError } from './agent-core-error.ts';

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

/** The members of a query. */
export function queryOf(url: string): URLSearchParams {
  return new URLSearchParams(url.split('?')[1] ?? '');
}

/**
 * The session id of the request, or a new one. Clients of MCP know their session by another header, which the first answer has.
 *
 * @throws {@link AgentCoreError} when its length is wrong
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-mcp-protocol-contract.html
 */
export function sessionIdOf(
  headers: IncomingHttpHeaders,
  options: { readonly required: boolean; readonly protocol?: ServerProtocol | undefined },
): string {
  const ofMcp = options.protocol === 'MCP' ? headers[HEADER.mcpSessionId] : undefined;
  const given = headers[HEADER.sessionId] ?? ofMcp;
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
