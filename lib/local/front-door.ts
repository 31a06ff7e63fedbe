import { SERVICE_NAME } from '../contract/protocol.ts';
import { signingScopeOf } from './guard.ts';
import { isFromAwsClient } from './unserved/asked-of.ts';

/**
 * Where the services are whose clients call at the root, such as `POST /` for all of STS: below a path of their own, by the
 * name that requests are signed for. The services with paths of their own (Nova Act, AgentCore) stay where they are.
 */
export const SERVICE_PATH = {
  [SERVICE_NAME.s3]: '/.aws/s3',
  sts: '/.aws/sts',
  logs: '/.aws/logs',
  secretsmanager: '/.aws/secretsmanager',
} as const;

/** Where signed requests end whose service is not here. */
export const OTHER_SERVICES_PATH = '/.aws/other';

/**
 * The path by which a request is routed: by the service that it is signed for. Fastify's `rewriteUrl`; `originalUrl` of a request has what came.
 */
export function routedUrl(request: {
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): string {
  const { url = '/', headers } = request;
  const service = signingScopeOf({ headers, url })?.service;
  if (service === undefined) return isForNobody(url, headers) ? `${OTHER_SERVICES_PATH}${url}` : url;
  if (hasPathsOfItsOwn(service)) return url;
  if (!isServed(service)) return `${OTHER_SERVICES_PATH}${url}`;
  return `${SERVICE_PATH[service]}${isEncodedWell(url) ? url : '/'}`;
}

/** Of other paths the framework would say that they are wrong, and not in the words of the service. */
function isEncodedWell(url: string): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch {
    return false;
  }
}

/** The start page is for browsers; clients of AWS that ask there without a signature would be led to the viewer. */
function isForNobody(url: string, headers: Parameters<typeof isFromAwsClient>[0]['headers']): boolean {
  return /^\/(?:\?|$)/.test(url) && (isFromAwsClient({ url, headers }) || /[?&]Action=/.test(url));
}

function hasPathsOfItsOwn(service: string): boolean {
  return service === SERVICE_NAME.novaAct || service === SERVICE_NAME.agentCore;
}

function isServed(service: string): service is keyof typeof SERVICE_PATH {
  return Object.hasOwn(SERVICE_PATH, service);
}
