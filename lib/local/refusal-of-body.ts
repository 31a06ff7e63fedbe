import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasCode, messageOf } from '../core/errors.ts';
import { memberOf } from '../core/thrown.ts';
import type { Refusal } from './guard.ts';

/**
 * What to say of a body that the framework did not read, for its size or its content type; `undefined` for other errors.
 * For error handlers of services: the rest of the body is read and forgotten, since clients that can send no more take the
 * connection for broken, never see the answer, and repeat the request.
 */
export function refusalOfBody(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Refusal | undefined {
  const status = memberOf(error, 'statusCode');
  if (typeof status !== 'number' || status >= 500) return undefined;
  request.raw.resume();
  // The framework would close it.
  reply.removeHeader('connection');
  if (!hasCode(error, 'FST_ERR_CTP_BODY_TOO_LARGE')) {
    return { status, name: 'SerializationException', message: messageOf(error) };
  }
  return {
    status,
    name: 'RequestEntityTooLargeException',
    message: `The body of the request is larger than ${request.routeOptions.bodyLimit} bytes, the most that local AWS takes here.`,
  };
}
