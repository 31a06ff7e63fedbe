import { SERVICE_NAME } from '../contract/protocol.ts';
import { readablePath } from '../core/readable-path.ts';
import { signingScopeOf } from './guard.ts';
import { HUMAN_PATH } from './human/human-path.ts';
import { isFromAwsClient } from './unserved/asked-of.ts';

/**
 * Where the services are whose clients call at the root, such as `POST /` for all of STS: below a path of their own, by the
 * name that requests are signed for. The services with paths of their own (Nova Act, AgentCore) stay where they are.
 */
export const SERVICE_PATH = {
  [SERVICE_NAME.s3]: '/.aws/s3',
  sts: '/.aws/sts',
  sns: '/.aws/sns',
  logs: '/.aws/logs',
  secretsmanager: '/.aws/secretsmanager',
} as const;

/** Where signed requests end whose service is not here. */
export const OTHER_SERVICES_PATH = '/.aws/other';

/**
 * The path by which a request is routed: by the service that it is signed for. Fastify's `rewriteUrl`; `originalUrl` of a
 * request has the path and query that came. Of a target with an authority (`GET http://127.0.0.1:8737/path`) that is the
 * host from here on, whatever the header says, and is checked as such.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2.2
 */
export function routedUrl(request: TargetedRequest): string {
  const { url: target = '/', headers } = request;
  const [, authority, rest = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?]*)(.*)$/is.exec(target) ?? [];
  if (authority === undefined) return routed(target, headers);
  const url = rest.startsWith('/') ? rest : `/${rest}`;
  headers.host = authority;
  request.originalUrl = url;
  return routed(url, headers);
}

/** A request of Node, as far as it is needed here. */
export interface TargetedRequest {
  readonly url?: string | undefined;
  readonly headers: Record<string, string | string[] | undefined>;
  /** Where Fastify has what came. */
  originalUrl?: string | undefined;
}

function routed(url: string, headers: TargetedRequest['headers']): string {
  const path = readablePath(url);
  const service = signingScopeOf({ headers, url })?.service;
  if (service === undefined) return isForNobody(url, headers) ? `${OTHER_SERVICES_PATH}${path}` : path;
  if (hasPathsOfItsOwn(service) || isOfDesk(service, path)) return path;
  return `${isServed(service) ? SERVICE_PATH[service] : OTHER_SERVICES_PATH}${path}`;
}

/** The start page is for browsers; clients of AWS that ask there without a signature would be led to the viewer. */
function isForNobody(url: string, headers: Parameters<typeof isFromAwsClient>[0]['headers']): boolean {
  return /^\/(?:\?|$)/.test(url) && (isFromAwsClient({ url, headers }) || /[?&]Action=/.test(url));
}

function hasPathsOfItsOwn(service: string): boolean {
  return service === SERVICE_NAME.novaAct || service === SERVICE_NAME.agentCore;
}

/** On AWS the desk is an API of its own; here it is one path of those that requests may be signed for so. */
function isOfDesk(service: string, path: string): boolean {
  return service === SERVICE_NAME.executeApi && path.startsWith(`${HUMAN_PATH}/`);
}

function isServed(service: string): service is keyof typeof SERVICE_PATH {
  return Object.hasOwn(SERVICE_PATH, service);
}
