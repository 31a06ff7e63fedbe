/** The Nova Act service over HTTP: routes, reading of requests, shaping of answers and errors. */
import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Agent } from '../../agents/agent.ts';
import { HEADER } from '../../contract/headers.ts';
import { MAX_PAYLOAD_BYTES } from '../../contract/limits.ts';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { errorModels, type Operation, operations, validateInput } from '../../service/index.ts';
import { type Refusal, readSignature, refuseForeign } from '../guard.ts';
import { handle } from './handlers/index.ts';
import { readInput } from './read-input.ts';
import { invalidFields, ServiceError } from './service-error.ts';
import type { NovaActStore } from './store.ts';

/** A step carries a screenshot and the page's DOM; no limit of the service for them is known. */
const BODY_LIMIT_BYTES = MAX_PAYLOAD_BYTES;

export type NovaActPluginOptions = {
  /** Where the state is; the plugin closes it neither before nor after. */
  readonly store: NovaActStore;
  /** Who plays the model. */
  readonly decide: Agent;
};

/**
 * Fastify plugin with the 16 operations of Nova Act at the root. Requests need a SigV4 header (not verified), a
 * loopback `Host`, and no foreign `Origin`.
 */
export async function novaActPlugin(app: FastifyInstance, options: NovaActPluginOptions): Promise<void> {
  // A scope of its own: hooks and parsers below are for the AWS routes only, however the plugin is added.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    // Clients differ in the content type that they send, above all without a body.
    scope.addContentTypeParser(
      '*',
      { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
      (_request, body, done) => done(null, body),
    );
    scope.setErrorHandler(answerError);
    scope.addHook('onRequest', async (request, reply) => {
      reply.header('x-amzn-requestid', randomUUID());
      const refused = refuseForeign(request.headers);
      if (refused !== undefined) return refuse(reply, refused);
      const signature = readSignature({ headers: request.headers, service: SERVICE_NAME.novaAct });
      if ('refusal' in signature) return refuse(reply, signature.refusal);
      return undefined;
    });
    for (const operation of Object.values(operations)) addRoutes(scope, operation, options);
  });
}

function addRoutes(scope: FastifyInstance, operation: Operation, options: NovaActPluginOptions): void {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
  // Some clients drop the slash at the end that the model has for InvokeActStep.
  const urls = path.endsWith('/') ? [path, path.slice(0, -1)] : [path];
  for (const url of urls) {
    scope.route({
      method: operation.method,
      url,
      bodyLimit: BODY_LIMIT_BYTES,
      handler: (request, reply) => answer({ operation, request, reply, options }),
    });
  }
}

function answer(call: {
  readonly operation: Operation;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly options: NovaActPluginOptions;
}): FastifyReply {
  const { operation, request, reply, options } = call;
  const input = readInput(operation, {
    path: asObject(request.params),
    query: asObject(request.query),
    body: parseBody(request.body),
  });
  const problems = validateInput(operation.name, input);
  if (problems.length > 0) throw invalidFields(problems);
  const signature = readSignature({ headers: request.headers, service: SERVICE_NAME.novaAct });
  const invocationId = request.headers['amz-sdk-invocation-id'];
  const output = handle(operation.name, input, {
    ...options,
    region: 'region' in signature ? signature.region : LOCAL_REGION,
    invocationId: typeof invocationId === 'string' ? invocationId : undefined,
  });
  return reply.code(operation.successStatus).type('application/json').send(JSON.stringify(output));
}

/** A body that is not the JSON object that the protocol wants. */
class SerializationError extends Error {
  override readonly name = 'SerializationException';
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

function refuse(reply: FastifyReply, { status, name, message }: Refusal): FastifyReply {
  return reply
    .code(status)
    .header(HEADER.errorType, name)
    .type('application/json')
    .send(JSON.stringify({ message }));
}

function answerError(
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
