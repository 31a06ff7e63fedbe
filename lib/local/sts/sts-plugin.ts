import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { messageOf } from '../../core/errors.ts';
import type { Access } from '../access/access.ts';
import { assumedRoleArn } from '../access/assumed-role.ts';
import type { StoredRuntime } from '../agentcore/index.ts';
import type { Refusal } from '../guard.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import { admitSigned } from '../signed-requests.ts';
import { sendUnserved } from '../unserved/unserved-plugin.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { xmlTextOf } from '../wire/xml-text.ts';
import { type AssumedRole, assumeLocalRole } from './assume-role-operation.ts';
import { callerIdentity } from './caller-identity.ts';

/**
 * `GetCallerIdentity` and `AssumeRole` of AWS STS, in its query protocol: by form or by address, presigned too. As on AWS,
 * nobody needs a permission for the first.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function stsPlugin(app: FastifyInstance, options: StsPluginOptions): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  admitSigned(app, { service: SERVICE_NAME.sts, access: options.access, refuse: sendError });
  app.setErrorHandler((error: unknown, request, reply) => {
    const failed = { status: 500, name: 'InternalFailure', message: messageOf(error) };
    return sendError(reply, refusalOfBody(error, request, reply) ?? failed);
  });
  const answer = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const form = typeof request.body === 'string' ? request.body : '';
    const [, query = ''] = request.url.split('?');
    const action = new URLSearchParams(form).get('Action') ?? new URLSearchParams(query).get('Action');
    const { accessKeyId = '', localIdentity } = request.signature ?? {};
    const session = options.runtimeSessions.of(localIdentity);
    const caller = callerIdentity({ accessKeyId, session });
    const requestId = randomUUID();
    const send = (xml: string): FastifyReply =>
      reply.header(HEADER.awsRequestId, requestId).type('text/xml').send(xml);
    if (action === 'GetCallerIdentity') return send(identityXml(caller, requestId));
    if (action !== 'AssumeRole') return sendUnserved(request, reply, form);
    const { runtimeSessions, runtimes } = options;
    const input = new URLSearchParams(form === '' ? query : form);
    const resource = input.get('RoleArn') ?? '';
    const refusal = options.access.refusalOf({ localIdentity, action: 'sts:AssumeRole', resource });
    if (refusal !== undefined) return sendError(reply, { ...refusal, name: 'AccessDenied' });
    const assumed = assumeLocalRole(input, { caller: caller.arn, runtimes: runtimes(), runtimeSessions });
    return 'status' in assumed ? sendError(reply, assumed) : send(roleXml(assumed, requestId));
  };
  app.get('/', answer);
  app.post('/', answer);
}

/** What STS needs. */
export interface StsPluginOptions {
  readonly access: Access;
  readonly runtimeSessions: RuntimeSessions;
  /** Those that are deployed, whose roles may be assumed. */
  readonly runtimes: () => readonly StoredRuntime[];
}

function sendError(reply: FastifyReply, refusal: Refusal): FastifyReply {
  const { status, headers, body } = errorAnswer({ protocol: 'query', ...refusal });
  return reply.code(status).headers(headers).send(body);
}

function identityXml({ arn, userId, account }: ReturnType<typeof callerIdentity>, requestId: string): string {
  return (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
    `<Arn>${xmlTextOf(arn)}</Arn><UserId>${xmlTextOf(userId)}</UserId><Account>${account}</Account>` +
    `</GetCallerIdentityResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></GetCallerIdentityResponse>`
  );
}

/** The token that a response must have; nobody looks at it here. */
const SESSION_TOKEN = 'LOCAL';

function roleXml(assumed: AssumedRole, requestId: string): string {
  const { accessKeyId, secretAccessKey, identity, id, role, expiresAt } = assumed;
  return (
    '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>' +
    `<AssumedRoleUser><AssumedRoleId>AROA${identity}:${xmlTextOf(id)}</AssumedRoleId><Arn>${xmlTextOf(assumedRoleArn({ id }, role))}</Arn></AssumedRoleUser>` +
    `<Credentials><AccessKeyId>${accessKeyId}</AccessKeyId><SecretAccessKey>${secretAccessKey}</SecretAccessKey>` +
    `<SessionToken>${SESSION_TOKEN}</SessionToken><Expiration>${expiresAt.toISOString()}</Expiration></Credentials>` +
    `</AssumeRoleResult><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></AssumeRoleResponse>`
  );
}
