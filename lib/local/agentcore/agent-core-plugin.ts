import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER, LOCAL_HEADER } from '../../contract/headers.ts';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Access } from '../access/access.ts';
import { type Refusal, readSignature, refuseForeign } from '../guard.ts';
import { logsDir } from '../invocation-store.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import { SESSION_HAS_ENDED } from '../signed-requests.ts';
import { sendUnserved } from '../unserved/unserved-plugin.ts';
import { AgentCoreError, asAgentCoreError } from './agent-core-error.ts';
import { authorizeCall } from './authorize-call.ts';
import type { ForwardLimits } from './forward.ts';
import { invokeSession } from './invoke-session.ts';
import { checkHeaders, runtimeInPath, selectRuntime, sessionIdOf } from './request.ts';
import type { RuntimeRecord } from './runtime-record.ts';
import type { RuntimeRegistry } from './runtime-registry.ts';
import { DEFAULT_SUPERVISION, type Supervision } from './session.ts';
import type { StartSession } from './session-backend.ts';
import { SessionLedger } from './session-ledger.ts';
import { SessionProcess } from './session-process.ts';
import { Sessions } from './sessions.ts';
import { Throttle } from './throttle.ts';

/**
 * `InvokeAgentRuntime` and `StopRuntimeSession` over the real wire protocol: each runtime session is a process or a
 * container of its own. Closing the server ends all of them first; so that they can report the end of their runs to the same server
 * meanwhile, create it with `return503OnClosing: false`.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/APIReference/API_InvokeAgentRuntime.html
 */
export async function agentCorePlugin(app: FastifyInstance, options: AgentCorePluginOptions): Promise<void> {
  const { registry } = options;
  const limits = { ...SERVICE_LIMITS, ...options.limits };
  const throttle = new Throttle({ perSecond: options.invocationsPerSecond ?? 25 });
  const ledger = new SessionLedger(options);
  const sessions = new Sessions({
    logDir: logsDir(options.stateDir),
    supervision: { ...DEFAULT_SUPERVISION, ...options.supervision },
    parentEnvironment: options.parentEnvironment ?? process.env,
    startSession: options.startSession ?? SessionProcess.start,
    onBegin: (session) => ledger.begin(session),
    onEnd: (session, how) => ledger.end(session, how),
  });
  // While the server still listens: workflows report their runs as failed to this very server.
  app.addHook('preClose', () => sessions.close());

  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async (request) => {
    const refused = refusalOf(request, ledger);
    if (refused !== undefined)
      throw new AgentCoreError(refused.name, refused.message, { status: refused.status });
    // Bodies are opaque here; a header that names no media type must not be refused. The original goes to the process.
    request.contentType = request.headers['content-type'];
    request.raw.headers['content-type'] = 'application/octet-stream';
  });
  app.decorateRequest('contentType', undefined);
  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body);
  });
  app.setErrorHandler((error: unknown, _request, reply) => sendError(reply, asAgentCoreError(error)));

  app.post('/runtimes/*', { bodyLimit: MAX_PAYLOAD_BYTES }, async (request, reply) => {
    const requestId = randomUUID();
    reply.header(HEADER.awsRequestId, requestId);
    const invoked = runtimeInPath(request.url, 'invocations');
    if (invoked !== undefined)
      return invoke(request, reply, { runtime: select(request, invoked), requestId });
    const stopped = runtimeInPath(request.url, 'stopruntimesession');
    if (stopped !== undefined) return stop(request, reply, select(request, stopped));
    return sendUnserved(request, reply);
  });

  function select(request: FastifyRequest, wanted: string): RuntimeRecord {
    checkHeaders(request.headers);
    const query = new URLSearchParams(request.url.split('?')[1] ?? '');
    return selectRuntime({
      runtimes: registry.listStored(),
      wanted,
      qualifier: query.get('qualifier') ?? undefined,
      accountId: query.get('accountId') ?? undefined,
    });
  }

  async function invoke(
    request: FastifyRequest,
    reply: FastifyReply,
    { runtime, requestId }: { readonly runtime: RuntimeRecord; readonly requestId: string },
  ): Promise<FastifyReply> {
    authorizeCall({ ...options, request, runtime, action: 'InvokeAgentRuntime' });
    const sessionId = sessionIdOf(request.headers, { required: false });
    if (!throttle.take(`${runtime.arn}:${runtime.endpointName}`)) {
      throw new AgentCoreError(
        'ThrottlingException',
        `Rate exceeded for endpoint ${runtime.endpointName} of ${runtime.id}.`,
      );
    }
    const endpointUrl = options.endpointUrl ?? addressOf(app);
    const session = await sessions.openReachable({ runtime, sessionId, endpointUrl });
    const endRequest = session.beginRequest();
    reply.raw.once('close', endRequest);
    reply.header(HEADER.sessionId, sessionId);
    reply.header(LOCAL_HEADER.logFile, encodeURI(session.backend.logFile));
    if (options.viewerPath !== undefined) {
      reply.header(LOCAL_HEADER.viewer, `${endpointUrl}${options.viewerPath}/`);
    }
    const answer = await invokeSession({
      session,
      requestId,
      headers: { ...request.headers, 'content-type': request.contentType },
      body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      limits,
      open: ledger.open,
    });
    return reply.code(answer.status).header('content-type', answer.contentType).send(answer.body);
  }

  async function stop(
    request: FastifyRequest,
    reply: FastifyReply,
    runtime: RuntimeRecord,
  ): Promise<FastifyReply> {
    authorizeCall({ ...options, request, runtime, action: 'StopRuntimeSession' });
    const sessionId = sessionIdOf(request.headers, { required: true });
    if (!(await sessions.stop({ runtime, sessionId }))) {
      throw new AgentCoreError(
        'ResourceNotFoundException',
        `The runtime ${runtime.id} has no session ${sessionId}: it has ended, or was never started.`,
      );
    }
    return reply.header(HEADER.sessionId, sessionId).send({});
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The content type as the caller sent it. */
    contentType?: string | undefined;
  }
}

/** How local AWS serves the data plane of AgentCore Runtime. */
export interface AgentCorePluginOptions {
  /** The runtimes that can be invoked. */
  readonly registry: RuntimeRegistry;
  /** Where runs are: those of a session end with its process. @default none are known */
  readonly store?: NovaActStore | undefined;
  /** Gets to know the sessions, for whoever answers their calls. */
  readonly runtimeSessions?: RuntimeSessions | undefined;
  /** Decides what sessions may do that call other runtimes. @default everything */
  readonly access?: Access | undefined;
  /** The path of the viewer on this server, such as `/viewer`; answers name it. */
  readonly viewerPath?: string | undefined;
  /** The state folder: what the workflows' processes print goes to `logs/` in it. */
  readonly stateDir: string;
  /** The address that processes reach local AWS at. @default the address this server listens on */
  readonly endpointUrl?: string | undefined;
  /** The environment from which processes get an allow-list. @default process.env */
  readonly parentEnvironment?: Readonly<Record<string, string | undefined>> | undefined;
  /** What a session is: a process, or with {@link containerSessions} a container. @default a process */
  readonly startSession?: StartSession | undefined;
  /** How sessions are watched. */
  readonly supervision?: Partial<Supervision> | undefined;
  /** How long to wait for processes. @default the service's: 15 minutes for an answer, 60 for a stream */
  readonly limits?: Partial<ForwardLimits> | undefined;
  /** Calls a second for each endpoint. @default 25, as in the service */
  readonly invocationsPerSecond?: number | undefined;
}

const SERVICE_LIMITS: ForwardLimits = { answerTimeoutMs: 15 * 60_000, streamTimeoutMs: 60 * 60_000 };

/** Running a workflow must not be in the power of a web page: the request has to be local and signed. */
function refusalOf(request: FastifyRequest, ledger: SessionLedger): Refusal | undefined {
  const foreign = refuseForeign(request.headers);
  if (foreign !== undefined) return foreign;
  const signature = readSignature({ headers: request.headers, service: SERVICE_NAME.agentCore });
  if ('refusal' in signature) return signature.refusal;
  return ledger.isLate(signature.localIdentity) ? SESSION_HAS_ENDED : undefined;
}

function addressOf(app: FastifyInstance): string {
  const address = app.server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The server listens on no port.');
  return `http://127.0.0.1:${address.port}`;
}

function sendError(reply: FastifyReply, error: AgentCoreError): FastifyReply {
  return reply.code(error.status).header(HEADER.errorType, error.name).send(error.body());
}
