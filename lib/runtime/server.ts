import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { parseBody } from './body.ts';
import { describeError, type ErrorDescription, statusOf } from './describe-error.ts';
import { acceptsEvents, openEventStream } from './event-stream.ts';
import type { Admission, Invocations, Outcome } from './invocations.ts';

/** The service passes payloads of up to 100 MB. */
export const MAX_BODY_BYTES = 100_000_000;

/** The HTTP contract of AgentCore Runtime in front of `invocations`. */
export function createServer(invocations: Invocations): FastifyInstance {
  // While the host is ending, requests on open connections get our own answer instead of Fastify's.
  const app = Fastify({ bodyLimit: MAX_BODY_BYTES, logger: false, return503OnClosing: false });

  // The service passes on what the caller sent, and callers may send no content type or a wrong one.
  app.addHook('onRequest', async (request) => {
    request.raw.headers['content-type'] = 'application/json';
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  app.get('/ping', async () => invocations.ping.report());
  app.post('/invocations', (request, reply) => invoke(invocations, request, reply));

  app.setNotFoundHandler((request, reply) => {
    const message = `${request.method} ${request.url.split('?')[0]} is not served here. Use POST /invocations or GET /ping.`;
    return reply.code(404).send({ error: { name: 'NotFound', message } });
  });
  app.setErrorHandler((error: unknown, _request, reply) => {
    const { status, body } = explainHttpError(error);
    return reply.code(status).send({ error: body });
  });
  return app;
}

async function invoke(
  invocations: Invocations,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const admission = invocations.admit(request.headers);
  if ('error' in admission) return reply.code(admission.status).send({ error: admission.error });
  // The place is kept until the answer has left, so that whoever ends the process waits for it.
  reply.raw.once('close', admission.release);

  let payload: unknown;
  try {
    payload = parseBody(Buffer.isBuffer(request.body) ? request.body : new Uint8Array());
  } catch (error) {
    const description = describeError(error, { requestId: admission.requestId });
    return reply.code(statusOf(error)).send({ error: description });
  }
  if (acceptsEvents(request.headers.accept)) return streamOutcome(admission, payload, reply);
  return sendOutcome(await admission.run(payload, () => undefined), reply);
}

function sendOutcome(outcome: Outcome, reply: FastifyReply): FastifyReply {
  if (!outcome.ok) return reply.code(outcome.status).send({ error: outcome.error });
  return reply.type('application/json; charset=utf-8').send(outcome.json);
}

async function streamOutcome(
  admission: Admission,
  payload: unknown,
  reply: FastifyReply,
): Promise<FastifyReply> {
  reply.hijack();
  const stream = openEventStream(reply.raw);
  const outcome = await admission.run(payload, (event) => stream.send(event));
  await stream.end(
    outcome.ok
      ? { type: 'result', result: JSON.parse(outcome.json) }
      : { type: 'error', error: outcome.error },
  );
  return reply;
}

function explainHttpError(error: unknown): { readonly status: number; readonly body: ErrorDescription } {
  const described = describeError(error);
  if (described.code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const message = `The payload is larger than ${MAX_BODY_BYTES} bytes. Put large inputs in S3 and send their address.`;
    return { status: 413, body: { name: 'PayloadTooLarge', message } };
  }
  const status = typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined;
  return { status: typeof status === 'number' ? status : 500, body: described };
}
