import type { FastifyInstance } from 'fastify';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import type { Access } from '../access/access.ts';
import { assumedRoleArn } from '../access/assumed-role.ts';
import type { StoredRuntime } from '../agentcore/index.ts';
import type { RuntimeSessions } from '../runtime-sessions.ts';
import { serveQueries } from '../wire/serve-queries.ts';
import { xmlTextOf } from '../wire/xml-text.ts';
import { type AssumedRole, assumeLocalRole } from './assume-role-operation.ts';
import { callerIdentity } from './caller-identity.ts';

/**
 * `GetCallerIdentity` and `AssumeRole` of AWS STS, in its query protocol. As on AWS, nobody needs a permission for the first.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
 */
export async function stsPlugin(app: FastifyInstance, options: StsPluginOptions): Promise<void> {
  const { access, runtimeSessions, runtimes } = options;
  serveQueries(app, {
    service: SERVICE_NAME.sts,
    access,
    answer: ({ action, input, signature, requestId }) => {
      const { accessKeyId, localIdentity } = signature;
      const caller = callerIdentity({ accessKeyId, session: runtimeSessions.of(localIdentity) });
      if (action === 'GetCallerIdentity') return identityXml(caller, requestId);
      if (action !== 'AssumeRole') return undefined;
      const resource = input.get('RoleArn') ?? '';
      const refusal = access.refusalOf({ localIdentity, action: 'sts:AssumeRole', resource });
      if (refusal !== undefined) return { ...refusal, name: 'AccessDenied' };
      const assumed = assumeLocalRole(input, { caller: caller.arn, runtimes: runtimes(), runtimeSessions });
      return 'status' in assumed ? assumed : roleXml(assumed, requestId);
    },
  });
}

/** What STS needs. */
export interface StsPluginOptions {
  readonly access: Access;
  readonly runtimeSessions: RuntimeSessions;
  /** Those that are deployed, whose roles may be assumed. */
  readonly runtimes: () => readonly StoredRuntime[];
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
