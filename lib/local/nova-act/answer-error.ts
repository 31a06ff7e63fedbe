import type { FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { isInstance } from '../../core/thrown.ts';
import { errorModels } from '../../service/index.ts';
import type { Refusal } from '../guard.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { ServiceError } from './service-error.ts';

/** Answers with an error in the form that AWS clients read. */
export function answerError(
  error: unknown,
  {
    request,
    reply,
    stateDir,
  }: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly stateDir: string },
): FastifyReply {
  if (isInstance(error, ServiceError)) {
    const { name, message, details } = error;
    return reply
      .code(errorModels[name].statusCode)
      .header(HEADER.errorType, name)
      .type('application/json')
      .send(JSON.stringify({ message, ...details }));
  }
  if (isInstance(error, SerializationError)) {
    return refuse(reply, { status: 400, name: error.name, message: error.message });
  }
  const refusal = refusalOfBody(error, request, reply);
  if (refusal !== undefined) return refuse(reply, refusal);
  request.log.error(error);
  return refuse(reply, {
    status: 500,
    name: 'InternalServerException',
    message: `Local AWS failed: ${messageWithStorage(error, stateDir)}`,
  });
}

/** Answers a request that is not even looked at. */
export function refuse(reply: FastifyReply, { status, name, message }: Refusal): FastifyReply {
  return reply
    .code(status)
    .header(HEADER.errorType, name)
    .type('application/json')
    .send(JSON.stringify({ message }));
}

/** A body that is not the JSON object that the protocol wants. */
export class SerializationError extends Error {
  override readonly name = 'SerializationException';
}
