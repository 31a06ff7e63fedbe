import { COMPLETE_SECRET_ARN, SECRET_ARN } from '../../catalog/name-rules.ts';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../../contract/local-account.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { stableSuffix } from '../stable-suffix.ts';

/**
 * The secret of local AWS that stands for one of AWS: the same name, in the account of local AWS. The six characters that
 * end its ARN are those of the complete ARN, or depend on the name alone.
 *
 * @param nameOrArn name, complete ARN, or ARN without the six characters
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
export function localSecret(nameOrArn: string, region: string = LOCAL_REGION): LocalSecret {
  const [, complete, suffix] = COMPLETE_SECRET_ARN.exec(nameOrArn) ?? [];
  const name = complete ?? SECRET_ARN.exec(nameOrArn)?.[1] ?? nameOrArn;
  const begin = `arn:aws:${SERVICE_NAME.secretsManager}:${region}:${LOCAL_ACCOUNT_ID}:secret:`;
  return { name, arn: `${begin}${name}-${suffix ?? stableSuffix(`local-secret:${name}`, 6)}` };
}

/** A secret that workflows may ask for. */
export interface LocalSecret {
  readonly name: string;
  /** The complete ARN, on local AWS. */
  readonly arn: string;
}
