import { type Operation, operations } from '../../service/index.ts';
import { runtimeInPath } from '../agentcore/request.ts';
import { SERVICE_PATH } from '../front-door.ts';
import { s3AddressOf } from '../s3/s3-address.ts';
import { COPY_SOURCE_HEADER, s3OperationOf } from '../s3/s3-operation.ts';
import type { FailingOperation } from './failure.ts';

/** Which operation a request is; `undefined` for pages, and for what no service here knows. */
export function operationOf(request: {
  readonly method: string;
  /** Path and query, as they are routed. */
  readonly url: string;
  /** Path and query, as they came. */
  readonly originalUrl: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): FailingOperation | undefined {
  const { method, url } = request;
  const [path = ''] = url.split('?');
  if (path.startsWith(SERVICE_PATH.s3)) return operationOfS3(request);
  if (method === 'POST' && isRuntimePath(path, 'invocations')) return 'InvokeAgentRuntime';
  if (method === 'POST' && isRuntimePath(path, 'stopruntimesession')) return 'StopRuntimeSession';
  return Object.values(operations).find(
    (operation) => operation.method === method && isPathOf(operation, path),
  )?.name;
}

function operationOfS3(
  request: Pick<Parameters<typeof operationOf>[0], 'method' | 'originalUrl' | 'headers'>,
) {
  const { method, originalUrl: url, headers } = request;
  try {
    const address = s3AddressOf({ url, host: headers.host?.toString() });
    return s3OperationOf({ ...address, method, isCopy: headers[COPY_SOURCE_HEADER] !== undefined });
  } catch {
    // It is not encoded correctly, as the service will say.
    return undefined;
  }
}

function isRuntimePath(path: string, operation: string): boolean {
  try {
    return runtimeInPath(path, operation) !== undefined;
  } catch {
    // It is not encoded correctly, as the service will say.
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
