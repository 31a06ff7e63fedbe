import { HEADER } from '../../contract/headers.ts';
import { authorizeCall } from './authorize-call.ts';
import type { RuntimeOperation } from './data-plane.ts';
import { sessionFor, sessionHeaders } from './data-plane.ts';
import { invokeSession } from './invoke-session.ts';
import { headersForCaller, inTrace } from './model-headers.ts';
import { sessionIdOf } from './request.ts';

/** `InvokeAgentRuntime`: passes the call to the process of its session, and its answer back as it comes. */
export const invokeOperation: RuntimeOperation = async ({ plane, request, reply, runtime, requestId }) => {
  await authorizeCall({ ...plane, request, runtime, action: 'InvokeAgentRuntime' });
  const protocol = runtime.serverProtocol;
  const sessionId = sessionIdOf(request.headers, { required: false, protocol });
  const session = await sessionFor(plane, { runtime, sessionId });
  const endRequest = session.beginRequest();
  reply.raw.once('close', endRequest);
  const traced = inTrace(request.headers);
  // As the service does for clients of MCP, which send it back with the next request: so they stay in their session.
  const headers = protocol === 'MCP' ? { [HEADER.mcpSessionId]: session.id, ...traced } : traced;
  reply.headers({ ...headersForCaller({ request: headers }), ...sessionHeaders(plane, session) });
  const answer = await invokeSession({
    session,
    requestId,
    headers: { ...headers, 'content-type': request.contentType },
    body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
    limits: plane.limits,
    open: plane.ledger.open,
  });
  return reply
    .code(answer.status)
    .headers(headersForCaller({ request: headers, answer: answer.headers }))
    .header('content-type', answer.contentType)
    .send(answer.body);
};
