import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HEADER } from '../../contract/headers.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { messageOf } from '../../core/errors.ts';
import type { Access } from '../access/access.ts';
import type { Refusal } from '../guard.ts';
import { refusalOfBody } from '../refusal-of-body.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import { admitSigned } from '../signed-requests.ts';
import { sendUnserved } from '../unserved/unserved-plugin.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { xmlTextOf } from '../wire/xml-text.ts';
import { callerIdentity } from './caller-identity.ts';

/**
 * `GetCallerIdentity` of AWS STS, in its query protocol: by form or by address, presigned too. As on AWS, nobody needs a
 * permission for it.
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
    if (action !== 'GetCallerIdentity') return sendUnserved(request, reply, form);
    const { accessKeyId = '', localIdentity } = request.signature ?? {};
    const session = options.runtimeSessions.of(localIdentity);
    const requestId = randomUUID();
    return reply
      .header(HEADER.awsRequestId, requestId)
      .type('text/xml')
      .send(identityXml(callerIdentity({ accessKeyId, session }), requestId));
  };
  app.get('/', answer);
  app.post('/', answer);
}

/** What STS needs. */
export interface StsPluginOptions {
  readonly access: Access;
  readonly runtimeSessions: RuntimeSessions;
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
