import { LoopbackServer, type RecordedRequest, type Reply } from '../../service/loopback-server.ts';

export const API_KEY = '0f3a9c51-7d42-4b8e-9a6d-2c1e5b7f8a90';

/**
 * A stand-in for the service with API keys, made from what the client of the Python SDK sends and reads. It refuses what is wrong: a
 * key or a header that is missing, signatures of AWS, paths of AWS, another definition. It has not been compared with the service.
 */
export function startApiKeyService(
  answer: (request: RecordedRequest) => Reply | undefined = () => undefined,
) {
  return LoopbackServer.start((request) => refusal(request) ?? answer(request) ?? success(request));
}

function refusal({ method, path, headers }: RecordedRequest): Reply | undefined {
  if (headers.authorization !== `Bearer ${API_KEY}` || headers['x-api-key'] !== API_KEY) {
    return { status: 403, body: { message: `The key ${headers['x-api-key']} is not one.` } };
  }
  if (Object.keys(headers).some((name) => /^x-amz-(date|security|content-sha)/.test(name))) {
    return { status: 400, body: { message: 'It is signed.', reason: 'INVALID_INPUT' } };
  }
  if (
    method !== 'PUT' ||
    headers['content-type'] !== 'application/json' ||
    headers['x-client-source'] !== 'sdk'
  ) {
    return {
      status: 400,
      body: { message: 'Something of the request is missing.', reason: 'INVALID_INPUT' },
    };
  }
  return PATH.test(path)
    ? undefined
    : { status: 404, body: { message: 'There is no such path.', resourceId: path, resourceType: 'path' } };
}

const PATH =
  /^\/agent\/workflow-definitions\/default\/workflow-runs(\/[\w-]+(\/sessions(\/[\w-]+(\/acts(\/[\w-]+(\/invoke-step)?)?)?)?)?)?$/;

function success({ path }: RecordedRequest): Reply {
  const ids = { workflowRunId: ID, sessionId: ID, actId: ID, status: 'RUNNING' };
  if (path.endsWith('/invoke-step')) {
    return { body: { stepId: ID, calls: [{ callId: '1', name: 'return', input: ['done'] }] } };
  }
  return { status: /(workflow-runs|sessions|acts)$/.test(path) ? 201 : 200, body: ids };
}

const ID = '00000000-0000-4000-8000-000000000000';
