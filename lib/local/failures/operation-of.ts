import { type Operation, operations } from '../../service/index.ts';
import { runtimeInPath } from '../agentcore/request.ts';
import { SERVICE_PATH } from '../front-door.ts';
import type { FailingOperation } from './failure.ts';

/** Which operation a request is; `undefined` for pages, and for what no service here knows. */
export function operationOf(request: {
  readonly method: string;
  /** Path and query, as they are routed. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}): FailingOperation | undefined {
  const { method, url, headers } = request;
  const [path = ''] = url.split('?');
  if (path.startsWith(SERVICE_PATH.s3)) {
    return method === 'PUT' ? 'PutObject' : method === 'GET' ? 'GetObject' : undefined;
  }
  if (path.startsWith(SERVICE_PATH.logs)) {
    return LOGS_OPERATIONS.find((name) => headers['x-amz-target'] === `Logs_20140328.${name}`);
  }
  if (method === 'POST' && isRuntimePath(path, 'invocations')) return 'InvokeAgentRuntime';
  if (method === 'POST' && isRuntimePath(path, 'stopruntimesession')) return 'StopRuntimeSession';
  return Object.values(operations).find(
    (operation) => operation.method === method && isPathOf(operation, path),
  )?.name;
}

const LOGS_OPERATIONS = [
  'DescribeLogGroups',
  'DescribeLogStreams',
  'GetLogEvents',
  'FilterLogEvents',
] as const satisfies readonly FailingOperation[];

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
