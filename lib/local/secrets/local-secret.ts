import { createHash } from 'node:crypto';
import { COMPLETE_SECRET_ARN, SECRET_ARN } from '../../catalog/name-rules.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';

/**
 * The secret of local AWS that stands for one of AWS: the same name, in the account of local AWS. The six characters that
 * end its ARN are those of the complete ARN, or depend on the name alone.
 *
 * @param nameOrArn name, complete ARN, or ARN without the six characters
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export function localSecret(nameOrArn: string): LocalSecret {
  const [, complete, suffix] = COMPLETE_SECRET_ARN.exec(nameOrArn) ?? [];
  const name = complete ?? SECRET_ARN.exec(nameOrArn)?.[1] ?? nameOrArn;
  return { name, arn: `${ARN_BEGIN}${name}-${suffix ?? suffixOf(name)}` };
}

/** A secret that workflows may ask for. */
export interface LocalSecret {
  readonly name: string;
  /** The complete ARN, on local AWS. */
  readonly arn: string;
}

const ARN_BEGIN = `arn:aws:${SERVICE_NAME.secretsManager}:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:secret:`;

function suffixOf(name: string): string {
  const digest = createHash('sha256').update(`local-secret:${name}`).digest('base64');
  return digest.replace(/[^A-Za-z0-9]/g, '').slice(0, 6);
}
