import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { messageOf } from '../../core/errors.ts';
import type { Access } from '../access/access.ts';
import type { Refusal, Signature } from '../guard.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import { admitSigned } from '../signed-requests.ts';
import { sendUnserved } from '../unserved/unserved-plugin.ts';
import { errorAnswer } from './error-answer.ts';

/** Serves a service of the query protocol: by form or by address, presigned too. Call it in the scope of the service's plugin. */
export function serveQueries(app: FastifyInstance, options: ServeQueriesOptions): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  admitSigned(app, { ...options, refuse: sendError });
  app.setErrorHandler((error: unknown, request, reply) => {
    const failed = { status: 500, name: 'InternalFailure', message: messageOf(error) };
    return sendError(reply, refusalOfBody(error, request, reply) ?? failed);
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const { signature, body, url } = request;
    const form = typeof body === 'string' ? body : '';
    const [, query = ''] = url.split('?');
    const action = new URLSearchParams(form).get('Action') ?? new URLSearchParams(query).get('Action') ?? '';
    const input = new URLSearchParams(form === '' ? query : form);
    const requestId = randomUUID();
    const given = signature && options.answer({ action, input, signature, requestId });
    if (given === undefined) return sendUnserved(request, reply, form);
    if (typeof given !== 'string') return sendError(reply, given);
    return reply.header(HEADER.awsRequestId, requestId).type('text/xml').send(given);
  };
  app.get('/', answer);
  app.post('/', answer);
}

/** Which service, and what it answers. */
export interface ServeQueriesOptions {
  /** The name that requests must be signed for. */
  readonly service: string;
  readonly access: Access;
  /** XML, or why there is none; `undefined` for actions that are not served. */
  readonly answer: (query: ServiceQuery) => string | Refusal | undefined;
}

/** A request of the query protocol. */
export interface ServiceQuery {
  readonly action: string;
  readonly input: URLSearchParams;
  readonly signature: Signature;
  readonly requestId: string;
}

function sendError(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, headers, body } = errorAnswer({ protocol: 'query', ...refusal });
  return reply.code(status).headers(headers).send(body);
}
