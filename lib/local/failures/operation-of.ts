import { type Operation, operations } from '../../service/index.ts';
import { runtimeInPath } from '../agentcore/request.ts';
import { SERVICE_PATH } from '../front-door.ts';
import { s3AddressOf } from '../s3/s3-address.ts';
import { COPY_SOURCE_HEADER, s3OperationOf } from '../s3/s3-operation.ts';
import { SERVED_OPERATIONS } from '../served.ts';
import type { FailingOperation } from './failure.ts';

/** Which operation a request is; `undefined` for pages, and for what no service here knows. */
export function operationOf(request: RoutedRequest): FailingOperation | undefined {
  const { method, url } = request;
  const [path = ''] = url.split('?');
  const ofService = OPERATION_OF.find(([prefix]) => path.startsWith(`${prefix}/`));
  if (ofService !== undefined) {
    const name = ofService[1](request);
    return SERVED_OPERATIONS.find((served) => served === name);
  }
  if (method === 'POST' && isRuntimePath(path, 'invocations')) return 'InvokeAgentRuntime';
  if (method === 'POST' && isRuntimePath(path, 'stopruntimesession')) return 'StopRuntimeSession';
  if (method === 'GET' && /^\/runtimes\/[\w-]+\/?$/.test(path)) return 'GetAgentRuntime';
  return Object.values(operations).find(
    (operation) => operation.method === method && isPathOf(operation, path),
  )?.name;
}

/** A request that has been read. */
export interface RoutedRequest {
  readonly method: string;
  /** Path and query, as they are routed. */
  readonly url: string;
  /** Path and query, as they came. */
  readonly originalUrl: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
}

/** How the services with paths of their own here say what is asked. */
const OPERATION_OF: readonly (readonly [string, (request: RoutedRequest) => string | undefined])[] = [
  [SERVICE_PATH.s3, operationOfS3],
  [SERVICE_PATH.sts, actionIn],
  [SERVICE_PATH.sns, actionIn],
  [SERVICE_PATH.secretsmanager, targetIn],
  [SERVICE_PATH.logs, targetIn],
];

function operationOfS3({ method, originalUrl: url, headers }: RoutedRequest): string | undefined {
  try {
    const address = s3AddressOf({ url, host: headers.host?.toString() });
    return s3OperationOf({ ...address, method, isCopy: headers[COPY_SOURCE_HEADER] !== undefined });
  } catch {
    // The path is wrong, as the service will say.
    return undefined;
  }
}

/** Of the query protocol. */
function actionIn({ url, body }: RoutedRequest): string | undefined {
  const given = [typeof body === 'string' ? body : '', url.split('?')[1] ?? ''];
  return (
    given.map((text) => new URLSearchParams(text).get('Action')).find((action) => action !== null) ??
    undefined
  );
}

/** Of AWS JSON. */
function targetIn({ headers }: RoutedRequest): string | undefined {
  return String(headers['x-amz-target']).split('.').at(-1);
}

function isRuntimePath(path: string, operation: string): boolean {
  try {
    return runtimeInPath(path, operation) !== undefined;
  } catch {
    // The path is wrong, as the service will say.
    return false;
  }
}

function isPathOf(operation: Operation, path: string): boolean {
  const template = parts(operation.path);
  const given = parts(path);
  return (
    template.length === given.length &&
    template.every((part, index) => part.startsWith('{') || part === given[index])
  );
}

function parts(path: string): readonly string[] {
  return path.split('/').filter((part) => part !== '');
}
