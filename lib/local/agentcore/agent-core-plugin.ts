import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { logsDir } from '../invocation-store.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import { serverAddress } from '../server-address.ts';
import { sendUnserved } from '../unserved/unserved-plugin.ts';
import { admit } from './admit.ts';
import { type AgentCoreError, asAgentCoreError } from './agent-core-error.ts';
import type { AgentCorePluginOptions } from './agent-core-options.ts';
import { Bundles } from './bundles.ts';
import { type DataPlane, type RuntimeOperation, runtimeOf } from './data-plane.ts';
import type { ForwardLimits } from './forward.ts';
import { getRuntime } from './get-runtime.ts';
import { invokeOperation } from './invoke-operation.ts';
import { notOfferedOperation } from './not-offered-operation.ts';
import { runtimeInPath } from './request.ts';
import { DEFAULT_SUPERVISION } from './session.ts';
import { SessionLedger } from './session-ledger.ts';
import { SessionProcess } from './session-process.ts';
import { Sessions } from './sessions.ts';
import { stopOperation } from './stop-operation.ts';
import { Throttle } from './throttle.ts';
import { TokenedCalls } from './tokened-calls.ts';
import { Upgrades } from './upgrades.ts';
import { webSocketOperation } from './web-socket-operation.ts';

/**
 * The data plane of AgentCore Runtime over the real wire protocol: each runtime session is a process or a container of
 * its own. Closing the server ends all of them first; so that they can report the end of their runs to the same server
 * meanwhile, create it with `return503OnClosing: false`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export async function agentCorePlugin(app: FastifyInstance, options: AgentCorePluginOptions): Promise<void> {
  const ledger = new SessionLedger(options);
  const sessions = new Sessions({
    logDir: logsDir(options.stateDir),
    supervision: { ...DEFAULT_SUPERVISION, ...options.supervision },
    parentEnvironment: options.parentEnvironment ?? process.env,
    startSession: options.startSession ?? SessionProcess.start,
    onBegin: (session) => {
      ledger.begin(session);
      bundles.begin(session.runtime);
    },
    onEnd: (session, how) => ledger.end(session, how),
  });
  const bundles = new Bundles({
    stateDir: options.stateDir,
    runtimes: () => options.registry.listStored(),
    inUse: () => sessions.bundleDirs,
  });
  app.addHook('onClose', () => bundles.idle());
  app.addHook('onClose', async () => ledger.close());
  // While the server still listens: workflows report their runs as failed to this very server.
  app.addHook('preClose', () => sessions.close());
  const plane: DataPlane = {
    registry: options.registry,
    sessions,
    ledger,
    throttle: new Throttle({ perSecond: options.invocationsPerSecond ?? 25 }),
    stops: new TokenedCalls(),
    limits: { ...SERVICE_LIMITS, ...options.limits },
    upgrades: new Upgrades(app),
    endpointUrl: () => options.endpointUrl ?? serverAddress(app),
    viewerPath: options.viewerPath,
    access: options.access,
  };
  options.starter?.attach(plane);

  app.removeAllContentTypeParsers();
  app.decorateRequest('signature', undefined);
  app.decorateRequest('contentType', undefined);
  app.addHook('onRequest', async (request) => {
    request.signature = admit(request, ledger);
    // Bodies are opaque here; a header that names no media type must not be refused. The original goes to the process.
    request.contentType = request.headers['content-type'];
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error: unknown, request, reply) => {
    // So that the caller hears of it.
    refusalOfBody(error, request, reply);
    return sendError(reply, asAgentCoreError(error, options.stateDir));
  });
  const serve = async (
    operations: Readonly<Record<string, RuntimeOperation>>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<FastifyReply> => {
    const requestId = randomUUID();
    reply.header(HEADER.awsRequestId, requestId);
    for (const [name, operation] of Object.entries(operations)) {
      const wanted = runtimeInPath(request.originalUrl, name);
      if (wanted === undefined) continue;
      const runtime = runtimeOf(request, wanted, plane);
      return await operation({ plane, request, reply, runtime, requestId });
    }
    return sendUnserved(request, reply);
  };
  app.post('/runtimes/*', { bodyLimit: MAX_PAYLOAD_BYTES }, (request, reply) => serve(POST, request, reply));
  // Clients of MCP ask for a stream of news, and end sessions so. Hosts of ours have neither.
  app.delete('/runtimes/*', (request, reply) => serve(NOT_OFFERED, request, reply));
  app.get('/runtimes/*', (request, reply) => {
    const id = /^\/runtimes\/([\w-]+)\/?(?:\?|$)/.exec(request.originalUrl)?.[1];
    if (id === undefined) return serve(GET, request, reply);
    reply.header(HEADER.awsRequestId, randomUUID());
    return getRuntime(id, { plane, request, reply });
  });
}

/** The operations, by the last part of their paths. */
const POST = { invocations: invokeOperation, stopruntimesession: stopOperation };
const NOT_OFFERED = { invocations: notOfferedOperation };
const GET = { ws: webSocketOperation, ...NOT_OFFERED };

declare module 'fastify' {
  interface FastifyRequest {
    /** The content type as the caller sent it. */
    contentType?: string | undefined;
  }
}

const SERVICE_LIMITS: ForwardLimits = { answerTimeoutMs: 15 * 60_000, streamTimeoutMs: 60 * 60_000 };

function sendError(reply: FastifyReply, error: AgentCoreError): FastifyReply {
  return reply
    .code(error.status)
    .headers({ ...error.headers, [HEADER.errorType]: error.name })
    .send(error.body());
}
