import { isIdentityError } from '../../contract/identity-errors.ts';
import { ENDPOINT_VARIABLE } from '../../contract/variables.ts';
import { messageOf } from '../../core/errors.ts';
import { didYouMean } from '../../core/suggest.ts';
import { isInstance } from '../../core/thrown.ts';
import { SecretsManagerError } from '../../service/get-secret-value.ts';
import { SecretError } from '../errors.ts';

/** The ARN that a variable has. @throws SecretError when it has none */
export function arnIn(
  variable: string,
  environment: Readonly<Record<string, string | undefined>>,
): { readonly arn: string; readonly region: string } {
  const arn = environment[variable];
  if (!arn) {
    const near = didYouMean(variable, Object.keys(environment).filter(isArnVariable(environment)));
    throw new SecretError(
      `The environment variable ${variable} is not set, so there is no secret to fetch.${near === undefined ? '' : ` Did you mean "${near}"?`} ` +
        `In the catalog, secrets: { ${variable}: '<name of the secret>' } sets it where the workflow is deployed, and with ` +
        '`npx nova-act-cdk run <workflow> --local`, which takes the value from NOVA_ACT_SECRET_<name> or .nova-act-secrets.json. ' +
        'In a shell of your own, set it to the ARN of the secret.',
    );
  }
  const region = SECRET_ARN.exec(arn)?.[1];
  if (region === undefined) {
    throw new SecretError(
      `The environment variable ${variable} has no ARN of a secret in it (arn:aws:secretsmanager:<region>:<account>:secret:<name>), but ` +
        `${arn.startsWith('arn:') ? 'another one' : `a text of ${arn.length} characters`}, which is not shown: it may be the secret itself. Name the secret in secrets of the catalog, or set the variable to its ARN.`,
    );
  }
  return { arn, region };
}

/** Why Secrets Manager gave no value. */
export function refusedSecret(refusal: {
  readonly variable: string;
  readonly arn: string;
  readonly error: unknown;
}): SecretError {
  const { variable, arn, error } = refusal;
  const begin = `The secret of ${variable} (${arn}) could not be fetched: `;
  const failed = (why: string, retryable = false): SecretError =>
    new SecretError(`${begin}${why}`, { cause: error, retryable });
  if (isIdentityError(error)) {
    return failed(
      `AWS credentials are missing or not accepted (${messageOf(error)}). Set AWS_PROFILE or run \`aws sso login\`; for local AWS set ${ENDPOINT_VARIABLE.secretsManager}.`,
    );
  }
  if (!isInstance(error, SecretsManagerError)) return failed(messageOf(error), true);
  const { name: code, message, isTransient } = error;
  const said = message.replace(/\.?$/, '.');
  if (/^AccessDenied/.test(code)) {
    const fix = /KMS|kms:/.test(message)
      ? 'The role needs kms:Decrypt on the key of the secret: secretKeys of the settings.'
      : `The role needs secretsmanager:GetSecretValue on ${arn}: a deployed workflow has it for the secrets that its entry of the catalog names.`;
    return failed(`access denied. ${said} ${fix}`);
  }
  if (code === 'DecryptionFailure')
    return failed(`${said} Is its key of KMS enabled, and may the role use it?`);
  if (code === 'ResourceNotFoundException') {
    return failed(`there is none. ${said} Check its name, account and region; it may have been deleted.`);
  }
  if (/delet/i.test(message)) {
    return failed(`it is to be deleted. ${said} \`aws secretsmanager restore-secret\` brings it back.`);
  }
  return failed(`${code}: ${said}`, isTransient);
}

/** A member was asked for of something that has none. */
export function brokenSecret({ variable, key }: AskedMember, what: string): SecretError {
  return new SecretError(
    `The secret of ${variable} is ${what}, so it has no member "${key}". Leave out key to get all of it.`,
  );
}

/** A member that is not there. Names of members are said, values never. */
export function noMember(
  { variable, key }: AskedMember,
  keys: readonly string[],
  isNull: boolean,
): SecretError {
  if (isNull) return new SecretError(`The member "${key}" of the secret of ${variable} is null.`);
  const near = didYouMean(key, keys);
  return new SecretError(
    `The secret of ${variable} has no member "${key}".${near === undefined ? '' : ` Did you mean "${near}"?`} Its members: ${keys.join(', ') || 'none'}.`,
  );
}

interface AskedMember {
  readonly variable: string;
  readonly key: string;
}

/** Its group is the region. */
const SECRET_ARN = /^arn:[\w-]+:secretsmanager:([\w-]+):\d{12}:secret:.+$/;

function isArnVariable(environment: Readonly<Record<string, string | undefined>>) {
  return (name: string): boolean => SECRET_ARN.test(environment[name] ?? '');
}
