import { createHmac } from 'node:crypto';
import { COMPLETE_SECRET_ARN } from '../../catalog/name-rules.ts';
import { LOCAL_REGION } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { messageOf } from '../../core/errors.ts';
import type { Access } from '../access/access.ts';
import type { Signature } from '../guard.ts';
import { type LocalSecret, localSecret } from './local-secret.ts';
import type { SecretValues } from './secret-values.ts';

/**
 * The answer to a call of Secrets Manager.
 *
 * @throws {@link SecretsError}
 */
export function answerOf(call: SecretsCall): Readonly<Record<string, unknown>> {
  const { operation, input, signature, values, startedAt } = call;
  const known = [...new Set(call.arns)].map((arn) => localSecret(arn));
  const secret = findSecret(input.SecretId, signature.region, known);
  const refusal = call.access.refusalOf({
    localIdentity: signature.localIdentity,
    action: `${SERVICE_NAME.secretsManager}:${operation}`,
    resource: secret.arn,
  });
  if (refusal !== undefined) throw new SecretsError(refusal.name, refusal.message);
  const found = given(
    values,
    secret.name,
    known.map(({ name }) => name),
  );
  const versionId = 'value' in found ? versionOf(call.versionKey, secret.name, found.value) : undefined;
  const CreatedDate = startedAt.getTime() / 1000;
  const described = { ARN: secret.arn, Name: secret.name, CreatedDate };
  if (operation === 'DescribeSecret') {
    const VersionIdsToStages = versionId === undefined ? {} : { [versionId]: [CURRENT] };
    return { ...described, LastChangedDate: CreatedDate, VersionIdsToStages };
  }
  if (!('value' in found)) throw notFound(found.missing);
  const { VersionStage = CURRENT, VersionId = versionId } = input;
  if (VersionStage !== CURRENT || VersionId !== versionId) {
    const wanted = VersionStage === CURRENT ? `version ${VersionId}` : `staging label ${VersionStage}`;
    throw notFound(`The secret ${secret.name} has no ${wanted}: local AWS has ${CURRENT} only.`);
  }
  return { ...described, VersionId: versionId, SecretString: found.value, VersionStages: [CURRENT] };
}

/** A call, and what answers it. */
export interface SecretsCall {
  readonly operation: 'GetSecretValue' | 'DescribeSecret';
  readonly input: Readonly<Record<string, unknown>>;
  readonly signature: Signature;
  /** Of all secrets that there are. */
  readonly arns: readonly string[];
  readonly values: SecretValues;
  readonly access: Access;
  readonly startedAt: Date;
  readonly versionKey: string;
}

/** An error of the service. It never has a value in it. */
export class SecretsError extends Error {
  /** The name that the service gives it. */
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

const CURRENT = 'AWSCURRENT';

function findSecret(id: unknown, region: string, known: readonly LocalSecret[]): LocalSecret {
  if (typeof id !== 'string' || id === '') {
    throw new SecretsError(
      'ValidationException',
      'SecretId is missing. It is the name or the ARN of a secret.',
    );
  }
  const asked = localSecret(id);
  const secret = known.find(({ name, arn }) =>
    COMPLETE_SECRET_ARN.test(id) ? arn === asked.arn : name === asked.name,
  );
  if (secret !== undefined && region === LOCAL_REGION) return secret;
  throw notFound(
    secret === undefined
      ? `There is no secret ${id} on local AWS: it has those that "secrets" of a deployed workflow names (${known.map(({ name }) => name).join(', ') || 'none'}).`
      : `There is no secret ${id} in ${region}: those of local AWS are in ${LOCAL_REGION}.`,
  );
}

/** What is given and cannot be taken is another error than what is not given, and one that clients do not repeat. */
function given(values: SecretValues, name: string, all: readonly string[]) {
  try {
    return values.valueOf(name, all);
  } catch (error) {
    throw new SecretsError('InvalidRequestException', messageOf(error));
  }
}

function notFound(message: string): SecretsError {
  return new SecretsError('ResourceNotFoundException', message);
}

/** A UUID that is another when the value is. */
function versionOf(key: string, name: string, value: string): string {
  const hex = createHmac('sha256', key)
    .update(JSON.stringify([name, value]))
    .digest('hex');
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
