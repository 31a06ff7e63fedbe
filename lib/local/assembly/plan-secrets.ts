import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { stableSuffix } from '../stable-suffix.ts';
import type { AssemblyValues } from './assembly-values.ts';
import type { PlannedRuntime } from './plan-runtime.ts';

/** The secrets that stacks make, and those that variables of runtimes name by their ARNs. Their values are in no template. */
export function planSecrets(
  values: AssemblyValues,
  runtimes: readonly PlannedRuntime[],
): readonly AssemblySecret[] {
  const made = values.stacks.flatMap((stack) =>
    stack.resourcesOf('AWS::SecretsManager::Secret').flatMap(([id]) => {
      const physical = stack.physical(id);
      return physical === undefined ? [] : [{ name: physical.name, arn: physical.ref }];
    }),
  );
  const named = runtimes.flatMap(({ deployment }) =>
    Object.values(deployment.environment).flatMap((value) => secretOf(value) ?? []),
  );
  return [...new Map([...made, ...named].map((secret) => [secret.arn, secret])).values()];
}

/** A secret that workflows may ask for. */
export interface AssemblySecret {
  readonly name: string;
  /** With the six characters at its end. */
  readonly arn: string;
}

/** The six characters that end the ARN of a secret on local AWS. */
export function secretSuffix(name: string): string {
  return stableSuffix(`local-secret:${name}`, 6);
}

/**
 * The secret that an ARN names, be it complete or without the six characters.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html
 */
function secretOf(arn: string): AssemblySecret | undefined {
  const [, account, given] =
    /^arn:[a-z-]+:secretsmanager:[a-z0-9-]+:(\d{12}):secret:([\w/+=.@-]+)$/.exec(arn) ?? [];
  // Those of other accounts are not here.
  if (given === undefined || account !== LOCAL_ACCOUNT_ID) return undefined;
  const [, name] = /^(.+)-[a-zA-Z0-9]{6}$/.exec(given) ?? [];
  return name === undefined ? { name: given, arn: `${arn}-${secretSuffix(given)}` } : { name, arn };
}
