import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { Access } from '../access/access.ts';
import type { RuntimeRegistry } from '../agentcore/index.ts';
import type { Refusal } from '../guard.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import { admitSigned } from '../signed-requests.ts';
import { messageWithStorage } from '../storage-problem.ts';
import { sendUnserved } from '../unserved/unserved-plugin.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { answerOf, type SecretsCall, SecretsError } from './answer-of.ts';
import { localSecret } from './local-secret.ts';
import type { SecretValues } from './secret-values.ts';

/**
 * `GetSecretValue` and `DescribeSecret` of AWS Secrets Manager, for the secrets that deployed workflows name.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 */
export async function secretsPlugin(app: FastifyInstance, options: SecretsPluginOptions): Promise<void> {
  const { access, registry, others = [], values } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  admitSigned(app, {
    service: SERVICE_NAME.secretsManager,
    access,
    refuse: (reply, { name, message }) => sendError(reply, name, message),
  });
  app.setErrorHandler((error: unknown, request, reply) => {
    const failed = {
      status: 500,
      name: 'InternalServiceError',
      message: messageWithStorage(error, options.stateDir),
    };
    return sendWire(reply, refusalOfBody(error, request, reply) ?? failed);
  });
  const startedAt = new Date();
  // Of this server: versions must not tell what the values are, and are others once a value is.
  const versionKey = randomUUID();
  app.post('/', (request, reply) => {
    const { signature } = request;
    const operation = operationIn(request);
    const input = parseJson(String(request.body));
    if (operation === undefined || signature === undefined) return sendUnserved(request, reply);
    if (!isRecord(input)) return sendError(reply, 'SerializationException', 'The body is not a JSON object.');
    const deployed = registry
      .listStored()
      .flatMap(({ versions }) => versions.flatMap(({ secrets }) => secrets ?? []));
    const arns = [...deployed, ...others.map((secret) => localSecret(secret).arn)];
    try {
      const answer = answerOf({ operation, input, signature, arns, values, access, startedAt, versionKey });
      return reply
        .header(HEADER.awsRequestId, randomUUID())
        .type('application/x-amz-json-1.1')
        .send(JSON.stringify(answer));
    } catch (error) {
      if (error instanceof SecretsError) return sendError(reply, error.name, error.message);
      throw error;
    }
  });
}

/** What Secrets Manager needs. */
export interface SecretsPluginOptions {
  readonly stateDir: string;
  readonly access: Access;
  /** Knows which secrets there are. */
  readonly registry: Pick<RuntimeRegistry, 'listStored'>;
  /** Names or ARNs of others. @default - none */
  readonly others?: readonly string[] | undefined;
  readonly values: SecretValues;
}

function operationIn(request: FastifyRequest): SecretsCall['operation'] | undefined {
  const operation = String(request.headers['x-amz-target']).split('.').at(-1);
  return operation === 'GetSecretValue' || operation === 'DescribeSecret' ? operation : undefined;
}

/** All errors of this service that a client has to mend have the status 400. */
function sendError(reply: FastifyReply, name: string, message: string): FastifyReply {
  return sendWire(reply, { status: 400, name, message });
}

function sendWire(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, headers, body } = errorAnswer({ protocol: 'json', ...refusal });
  return reply.code(status).headers(headers).send(body);
}
