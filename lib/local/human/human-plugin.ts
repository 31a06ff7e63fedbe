import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { deskPageScript } from '../../bundle/desk-page-script.ts';
import { HEADER } from '../../contract/headers.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { isLoopbackAuthority } from '../../core/loopback.ts';
import { answerDeskRequest, type DeskAnswer, type DeskCaller, deskRoutes, LIMITS } from '../../desk/index.ts';
import { deskPage } from '../../desk/page/desk-page.ts';
import { protect } from '../../viewer/index.ts';
import type { Access } from '../access/access.ts';
import { type Refusal, readSignature, refuseForeign } from '../guard.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import { SESSION_HAS_ENDED } from '../signed-requests.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { refusalOfQuestion } from './authorize-question.ts';
import { endQuestions } from './end-questions.ts';
import { HUMAN_PATH } from './human-path.ts';
import type { LocalDesk } from './local-desk.ts';
import { recordQuestions } from './record-questions.ts';

/**
 * Fastify plugin: the desk where workflows ask people, and its page. Workflows sign what they send; people have the token of their link,
 * and come from the page, or with a program of their own, never from another site.
 */
export async function humanPlugin(app: FastifyInstance, options: HumanPluginOptions): Promise<void> {
  const endRecord = recordQuestions({ store: options.store, questions: options.desk.questions });
  const settle = endQuestions(options);
  // The sessions of this server end before.
  app.addHook('onClose', async () => {
    await settle();
    endRecord();
  });
  await app.register(pageRoutes);
  await app.register(async (scope) => questionRoutes(scope, options));
}

/** What the desk of local AWS needs. Register it with {@link HUMAN_PATH} as the prefix. */
export interface HumanPluginOptions {
  readonly desk: LocalDesk;
  readonly access: Access;
  readonly runtimeSessions: RuntimeSessions;
  /** Where runs are: with those, their questions end. */
  readonly store: NovaActStore;
}

async function pageRoutes(app: FastifyInstance): Promise<void> {
  protect(app);
  // Addresses of the page are relative to it. Browsers take along what stands behind `#`.
  app.get('', (_request, reply) => reply.redirect(`${HUMAN_PATH}/`));
  app.get('/', { prefixTrailingSlash: 'slash' }, (_request, reply) => {
    const page = deskPage({ script: deskPageScript(), connectTo: SOCKETS });
    return reply.headers(page.headers).send(page.html);
  });
  const others = app.supportedMethods.filter((method) => !READS.includes(method));
  for (const url of ['', '/'])
    app.route({
      ...{ method: others, url, prefixTrailingSlash: 'slash' },
      handler: (_request, reply) =>
        refuse(reply.header('allow', READS.join(', ')), {
          ...{ status: 405, name: 'Invalid', message: `Here is ${READS.join(', ')} only.` },
        }),
    });
}

const READS: readonly string[] = ['GET', 'HEAD'];

/** Those of local AWS itself, and of workflows that run without a host. */
const SOCKETS = ['ws://127.0.0.1:*', 'ws://localhost:*'];

async function questionRoutes(app: FastifyInstance, options: HumanPluginOptions): Promise<void> {
  const { desk, store } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.decorateRequest('signature', undefined);
  app.addHook('onRequest', async (request, reply) => {
    // The body is JSON, whatever it is called; as an API of AWS does, this takes it under any name, and under none.
    request.raw.headers['content-type'] = JSON_WITH_CHARSET;
    const refusal = isForWorkflow(request)
      ? refusalOfWorkflow(request, options)
      : refusalOfPage(request.headers);
    return refusal === undefined ? undefined : refuse(reply, refusal);
  });
  app.setErrorHandler((error: unknown, request, reply) => {
    const failed = {
      status: 500,
      name: 'InternalServerException',
      message: messageWithStorage(error, store.stateDir),
    };
    const refused = refusalOfBody(error, request, reply);
    return refuse(
      reply,
      refused?.status === TOO_LARGE ? { ...refused, name: 'TooLarge' } : (refused ?? failed),
    );
  });
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const { method, body, headers } = request;
    const path = pathOf(request);
    const answer = await answerDeskRequest(
      desk.at(headers.host ?? ''),
      {
        ...{ method, path, body: body instanceof Uint8Array ? body : new Uint8Array() },
        from: callerOf(request),
      },
      { log: (line) => process.stderr.write(`The desk of local AWS failed: ${line}\n`) },
    );
    const [route] = deskRoutes(path);
    if (route !== undefined && method === 'PUT' && answer.status === 200)
      desk.wasAskedBy(route.key, request.signature?.localIdentity);
    return send(reply, answer);
  };
  app.put(QUESTIONS, { bodyLimit: LIMITS.maxAskBytes }, serve);
  app.route({
    // What a path does not have, the desk says of it.
    method: app.supportedMethods.filter((method) => method !== 'PUT'),
    ...{ url: QUESTIONS, bodyLimit: LIMITS.maxBodyBytes, handler: serve },
  });
}

const QUESTIONS = '/workflows/*';
const TOO_LARGE = 413;

/** Below the address of the desk. */
function pathOf({ originalUrl }: FastifyRequest): string {
  return originalUrl.split('?')[0]?.slice(HUMAN_PATH.length) ?? '';
}

/** For whom it is; what the path does not have is for those who find something else there. */
function callerOf(request: FastifyRequest): DeskCaller {
  const routes = deskRoutes(pathOf(request));
  return (routes.find(({ method }) => method === request.method) ?? routes[0])?.from ?? 'person';
}

function isForWorkflow(request: FastifyRequest): boolean {
  const route = deskRoutes(pathOf(request)).find(({ method }) => method === request.method);
  return route?.from === 'workflow';
}

function refusalOfWorkflow(request: FastifyRequest, options: HumanPluginOptions): Refusal | undefined {
  const { access, runtimeSessions } = options;
  const { headers, method } = request;
  const foreign = refuseForeign(headers);
  if (foreign !== undefined) return foreign;
  const signature = readSignature({ headers, service: SERVICE_NAME.executeApi });
  if ('refusal' in signature) return signature.refusal;
  if (access.hasEnded(signature.localIdentity)) return SESSION_HAS_ENDED;
  request.signature = signature;
  return refusalOfQuestion({ access, runtimeSessions, signature, method, path: pathOf(request) });
}

/** Of pages, only that of this very server may say what a person says; browsers tell which it is, and no page can change that. */
function refusalOfPage(headers: FastifyRequest['headers']): Refusal | undefined {
  const { host, origin, 'sec-fetch-site': site } = headers;
  const isOwn =
    (origin === undefined || origin === `http://${host}`) &&
    (site === undefined || site === 'same-origin' || site === 'none');
  if (isLoopbackAuthority(host) && isOwn) return undefined;
  return {
    status: 403,
    name: 'AccessDeniedException',
    message:
      'The desk of local AWS is for its own page, under a name of this machine, and not for other sites.',
  };
}

/** In the form of the desk; clients of AWS find the name where AWS has it. */
function refuse(reply: FastifyReply, { status, name, message }: Refusal): FastifyReply {
  const body = JSON.stringify({ error: { code: name, message }, message });
  const headers = {
    'content-type': JSON_WITH_CHARSET,
    'cache-control': 'no-store',
    [HEADER.errorType]: name,
  };
  return send(reply, { status, headers, body });
}

function send(reply: FastifyReply, { status, headers, body }: DeskAnswer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}

const JSON_WITH_CHARSET = 'application/json; charset=utf-8';
