import { HEADER } from '../../contract/headers.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { AgentCoreError } from './agent-core-error.ts';
import { authorizeCall } from './authorize-call.ts';
import type { RuntimeOperation } from './data-plane.ts';
import { sessionIdOf } from './request.ts';

/**
 * `StopRuntimeSession`: ends the process of a session. A repetition, which has the token of the call that it repeats, gets the
 * same answer.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_StopRuntimeSession.html
 */
export const stopOperation: RuntimeOperation = async ({ plane, request, reply, runtime }) => {
  await authorizeCall({ ...plane, request, runtime, action: 'StopRuntimeSession' });
  const { sessions } = plane;
  const sessionId = sessionIdOf(request.headers, { required: true });
  const token = clientTokenIn(request.body);
  const stop = async (): Promise<void> => {
    if (await sessions.stop({ runtime, sessionId })) return;
    throw new AgentCoreError(
      'ResourceNotFoundException',
      `The runtime ${runtime.id} has no session ${sessionId} behind its endpoint ${runtime.endpointName}: it has ended, or was never started.`,
    );
  };
  await (token === undefined ? stop() : plane.stops.once(token, `${runtime.arn} ${sessionId}`, stop));
  return reply.header(HEADER.sessionId, sessionId).send({});
};

function clientTokenIn(body: unknown): string | undefined {
  const text = Buffer.isBuffer(body) ? body.toString('utf8') : '';
  if (text.trim() === '') return undefined;
  const input = parseJson(text);
  if (!isRecord(input)) {
    throw new AgentCoreError('ValidationException', 'The body is not a JSON object.', {
      reason: 'CannotParse',
    });
  }
  const { clientToken } = input;
  if (clientToken === undefined || clientToken === null) return undefined;
  if (typeof clientToken === 'string' && clientToken.length <= 256 && TOKEN.test(clientToken)) {
    return clientToken;
  }
  throw new AgentCoreError(
    'ValidationException',
    'clientToken must have 33 to 256 letters, digits and hyphens; a UUID has 36.',
    { field: 'clientToken' },
  );
}

/** Letters, digits, and hyphens between them. */
const TOKEN = /^(?=.{33})[a-zA-Z0-9](-*[a-zA-Z0-9])*$/;
