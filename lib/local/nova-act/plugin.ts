/** The Nova Act service over HTTP: routes, reading of requests, shaping of answers and errors. */
import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Agent } from '../../agents/agent.ts';
import { HEADER, LOCAL_HEADER } from '../../contract/headers.ts';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import {
  DEFAULT_REQUEST_TIMEOUT_MS,
  type Operation,
  operations,
  validateInput,
} from '../../service/index.ts';
import { Access } from '../access/access.ts';
import { readSignature, refuseForeign } from '../guard.ts';
import { RuntimeSessions } from '../runtime-sessions.ts';
import { SESSION_HAS_ENDED } from '../signed-requests.ts';
import { answerError, refuse, SerializationError } from './answer-error.ts';
import { authorize } from './authorize.ts';
import { Decisions } from './decisions.ts';
import type { RequestContext } from './handlers/context.ts';
import { handle } from './handlers/index.ts';
import { readInput } from './read-input.ts';
import { invalidFields } from './service-error.ts';
import type { NovaActStore } from './store.ts';

/** A step carries a screenshot and the page's DOM; no limit of the service for them is known. */
const BODY_LIMIT_BYTES = MAX_PAYLOAD_BYTES;

const DEFAULT_AGENT_TIMEOUT_MS = DEFAULT_REQUEST_TIMEOUT_MS - 5_000;

/**
 * Fastify plugin with the 16 operations of Nova Act at the root. Requests need a SigV4 header (not verified), a
 * loopback `Host`, and must not be made by a web page.
 */
export async function novaActPlugin(app: FastifyInstance, options: NovaActPluginOptions): Promise<void> {
  const { store, agent, agentTimeoutMs = DEFAULT_AGENT_TIMEOUT_MS, definitionsOnDemand = false } = options;
  const { runtimeSessions = new RuntimeSessions() } = options;
  const { access = new Access({ runtimeSessions }) } = options;
  const decisions: Service['decisions'] = new Decisions({ agentName: agent.name, timeoutMs: agentTimeoutMs });
  const service: Service = { store, agent, decisions, definitionsOnDemand, runtimeSessions, access };
  const checkAll = (): void => decisions.checkAll();
  store.on('change', checkAll);
  // While the server still answers: an agent may think for as long as it likes, and must not hold up the end.
  app.addHook('preClose', async () => {
    store.off('change', checkAll);
    decisions.close();
  });
  // A scope of its own: hooks and parsers below are for the AWS routes only, however the plugin is added.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Clients differ in the content type that they send, above all without a body.
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler((error, request, reply) =>
      answerError(error, { request, reply, stateDir: store.stateDir }),
    );
    scope.addHook('onRequest', async (request, reply) => {
      reply.header(HEADER.awsRequestId, randomUUID());
      const refused = refuseForeign(request.headers);
      if (refused !== undefined) return refuse(reply, refused);
      const signature = readSignature({ headers: request.headers, service: SERVICE_NAME.novaAct });
      if ('refusal' in signature) return refuse(reply, signature.refusal);
      if (runtimeSessions.hasEnded(signature.localIdentity)) return refuse(reply, SESSION_HAS_ENDED);
      return undefined;
    });
    for (const operation of Object.values(operations)) addRoutes(scope, operation, service);
  });
}

export type NovaActPluginOptions = {
  /** Where the state is; the plugin closes it neither before nor after. */
  readonly store: NovaActStore;
  /** Who plays the model. */
  readonly agent: Agent;
  /** How long the agent may think about a step. @default 55000: 5 s less than our client waits for an answer */
  readonly agentTimeoutMs?: number | undefined;
  /** Makes a workflow definition when a run of it begins. @default false */
  readonly definitionsOnDemand?: boolean | undefined;
  /** Tells which calls come from runtime sessions. @default none do */
  readonly runtimeSessions?: RuntimeSessions | undefined;
  /** Decides what they may do. @default as the roles of `runtimeSessions` say */
  readonly access?: Access | undefined;
};

/** What all requests share. */
type Service = Omit<RequestContext, 'region' | 'caller' | 'replaces' | 'invocationId' | 'onHangUp'> & {
  readonly runtimeSessions: RuntimeSessions;
  readonly access: Access;
};

function addRoutes(scope: FastifyInstance, operation: Operation, service: Service): void {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
  // Some clients drop the slash at the end that the model has for InvokeActStep.
  const urls = path.endsWith('/') ? [path, path.slice(0, -1)] : [path];
  for (const url of urls) {
    scope.route({
      method: operation.method,
      url,
      bodyLimit: BODY_LIMIT_BYTES,
      handler: (request, reply) => answer({ operation, request, reply, service }),
    });
  }
}

async function answer(call: {
  readonly operation: Operation;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly service: Service;
}): Promise<FastifyReply> {
  const { operation, request, reply, service } = call;
  const input = readInput(operation, {
    path: asObject(request.params),
    query: asObject(request.query),
    body: parseBody(request.body),
  });
  const problems = validateInput(operation.name, input);
  if (problems.length > 0) throw invalidFields(problems);
  const signature = readSignature({ headers: request.headers, service: SERVICE_NAME.novaAct });
  const invocationId = request.headers['amz-sdk-invocation-id'];
  const region = 'region' in signature ? signature.region : LOCAL_REGION;
  const localIdentity = 'localIdentity' in signature ? signature.localIdentity : undefined;
  authorize({ ...service, operation: operation.name, input, region, localIdentity });
  const output = await handle(operation.name, input, {
    ...service,
    region,
    caller: service.runtimeSessions.of(localIdentity),
    replaces: request.headers[LOCAL_HEADER.replaces] === 'true',
    invocationId: typeof invocationId === 'string' ? invocationId : undefined,
    onHangUp: (listener) => {
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) listener();
      });
    },
  });
  return reply.code(operation.successStatus).type('application/json').send(JSON.stringify(output));
}

function parseBody(body: unknown): Readonly<Record<string, unknown>> {
  if (!Buffer.isBuffer(body) || body.length === 0) return {};
  const value = parseJson(body.toString('utf8'));
  if (isRecord(value)) return value;
  throw new SerializationError('The body is not a JSON object.');
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
