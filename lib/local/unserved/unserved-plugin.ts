import { Readable } from 'node:stream';
import replyFrom from '@fastify/reply-from';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { fullMessageOf } from '../../core/errors.ts';
import { html } from '../../core/html.ts';
import { FORM_TYPE } from '../../core/media-types.ts';
import type { Access } from '../access/access.ts';
import { INERT_HEADERS, readSignature, refuseForeign } from '../guard.ts';
import { servedOf } from '../served.ts';
import { SESSION_HAS_ENDED } from '../signed-requests.ts';
import { errorAnswer, type WireAnswer } from '../wire/error-answer.ts';
import { type Asked, askedOf } from './asked-of.ts';
import { unservedAnswer } from './unserved-answer.ts';

/**
 * Fastify plugin for everything that no route takes: clients of AWS get an error in their protocol, or are passed on to
 * another server; browsers get a page. Register it without a prefix.
 */
export async function unservedPlugin(app: FastifyInstance, options: UnservedPluginOptions): Promise<void> {
  const { upstream } = options;
  app.removeAllContentTypeParsers();
  // Unread: what is passed on is passed on as it comes.
  app.addContentTypeParser('*', (_request, body, done) => done(null, body));
  app.setErrorHandler(async (error, request, reply) => {
    const asked = askedOf(asking(request));
    if (asked === undefined) return reply.send(error);
    return sendWire(reply, errorAnswer({ ...asked, ...BROKEN, message: fullMessageOf(error) }));
  });
  if (upstream !== undefined) {
    await app.register(replyFrom, {
      base: upstream,
      disableCache: true,
      disableRequestLogging: true,
      destroyAgent: true,
      // Emulators may start something heavy first. A stream is cut only when nothing comes for as long.
      http: { requestOptions: { timeout: UPSTREAM_SILENCE_MS } },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const seen = askedOf(asking(request));
    if (seen !== undefined && upstream !== undefined && isForOthers(seen)) {
      const refusal = refusalOf(request, seen, options.access);
      if (refusal !== undefined) return sendWire(reply, errorAnswer({ ...seen, ...refusal }));
      return passOn(request, reply, { asked: seen, upstream });
    }
    return sendUnserved(request, reply, await formOf(request));
  });
}

/** What to do with what is not served. */
export interface UnservedPluginOptions {
  readonly access: Access;
  /** Where requests go that are signed for services that are not here. @default - they are refused */
  readonly upstream?: string | undefined;
}

/** Says that nothing here takes a request, in the form that its sender reads. */
export function sendUnserved(request: FastifyRequest, reply: FastifyReply, form?: string): FastifyReply {
  const asked = askedOf({ ...asking(request), form });
  if (asked !== undefined) return sendWire(reply, unservedAnswer(asked));
  const path = request.originalUrl.split('?')[0];
  if (!String(request.headers.accept).includes('text/html')) {
    return reply.code(404).send({ message: `There is nothing at ${request.method} ${path}.` });
  }
  return reply
    .code(404)
    .headers({ 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' })
    .type('text/html; charset=utf-8')
    .send(
      html`<!doctype html><title>Not found</title><h1>There is no such page</h1><p><a href="/">Local AWS</a></p>`.toString(),
    );
}

const UPSTREAM_SILENCE_MS = 15 * 60_000;
const BROKEN = { status: 400, name: 'ValidationException' } as const;

function asking({ method, originalUrl: url, headers }: FastifyRequest): Parameters<typeof askedOf>[0] {
  return { method, url, headers };
}

function isForOthers({ service }: Asked): boolean {
  const served = service === undefined ? undefined : servedOf(service);
  return service !== undefined && (served === undefined || served.isOfUpstream === true);
}

function refusalOf(request: FastifyRequest, asked: Asked, access: Access): ReturnType<typeof refuseForeign> {
  const { headers, originalUrl: url } = request;
  const signature = readSignature({ headers, url, service: asked.service ?? '' });
  const hasEnded = 'localIdentity' in signature && access.hasEnded(signature.localIdentity);
  return refuseForeign(headers) ?? (hasEnded ? SESSION_HAS_ENDED : undefined);
}

/** The request as it came, with its host: signatures are about that, too. */
function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  { asked, upstream }: { readonly asked: Asked; readonly upstream: string },
): FastifyReply {
  const { host } = request.headers;
  return reply.from(request.originalUrl, {
    rewriteRequestHeaders: (_request, headers) => ({ ...headers, host }),
    rewriteHeaders: (headers) => ({ ...headers, ...INERT_HEADERS }),
    // Clients repeat what they want to.
    retryDelay: () => null,
    onError: (failed, { error }) => {
      // Once is enough: clients would repeat a 502 for half a minute, and what is wrong is for the user to mend.
      const message = `Local AWS could not pass ${asked.operation} on to ${upstream} (option --upstream): ${fullMessageOf(error)}`;
      sendWire(reply, errorAnswer({ ...asked, status: 400, name: 'UpstreamUnreachable', message }));
      return failed;
    },
  });
}

/** The beginning of a form. All else is read to its end as well, or clients would miss the answer while they send. */
async function formOf({ body, headers }: FastifyRequest): Promise<string | undefined> {
  if (!(body instanceof Readable)) return undefined;
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of body) {
    if (length < MAX_FORM_BYTES) parts.push(Buffer.from(part));
    length += Buffer.byteLength(part);
  }
  return String(headers['content-type']).startsWith(FORM_TYPE) ? Buffer.concat(parts).toString() : undefined;
}

const MAX_FORM_BYTES = 64 * 1024;

function sendWire(reply: FastifyReply, { status, headers, body }: WireAnswer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
