import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { errorModels } from '../../service/index.ts';
import type { Refusal } from '../guard.ts';
import { ServiceError } from './service-error.ts';

/** Answers with an error in the form that AWS clients read. */
export function answerError(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  if (error instanceof ServiceError) {
    const { name, message, details } = error;
    return reply
      .code(errorModels[name].statusCode)
      .header(HEADER.errorType, name)
      .type('application/json')
      .send(JSON.stringify({ message, ...details }));
  }
  if (error instanceof SerializationError) {
    return refuse(reply, { status: 400, name: error.name, message: error.message });
  }
  const status = 'statusCode' in error && error.statusCode !== undefined ? error.statusCode : 500;
  if (status < 500) {
    const name = status === 413 ? 'RequestEntityTooLargeException' : 'SerializationException';
    return refuse(reply, { status, name, message: error.message });
  }
  request.log.error(error);
  return refuse(reply, {
    status: 500,
    name: 'InternalServerException',
    message: `Local AWS failed: ${error.message}`,
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
