import type { FastifyReply, FastifyRequest } from 'fastify';
import { askedOf } from './unserved/asked-of.ts';
import { errorAnswer } from './wire/error-answer.ts';

/**
 * Hook for all requests: refuses those with more than one `Host`, of which programs on the way may believe another one.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9112#section-3.2
 */
export async function refuseTwoHosts(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  if ((request.raw.headersDistinct.host?.length ?? 0) < 2) return;
  const message = 'The request has more than one Host header.';
  const { method, originalUrl: url, headers } = request;
  const asked = askedOf({ method, url, headers });
  if (asked === undefined) {
    await reply.code(400).type('text/plain').send(`${message}\n`);
    return;
  }
  const name = asked.protocol === 's3' ? 'InvalidRequest' : 'ValidationException';
  const answer = errorAnswer({ ...asked, status: 400, name, message });
  await reply.code(answer.status).headers(answer.headers).send(answer.body);
}
