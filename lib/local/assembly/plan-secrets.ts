import { SECRET_ARN } from '../../catalog/name-rules.ts';
import { LOCAL_ACCOUNT_ID } from '../../contract/local-account.ts';
import { type LocalSecret, localSecret } from '../secrets/local-secret.ts';
import type { AssemblyValues } from './assembly-values.ts';
import type { PlannedRuntime } from './plan-runtime.ts';

/** The secrets that stacks make, and those that variables of runtimes name by their ARNs. Their values are in no template. */
export function planSecrets(
  values: AssemblyValues,
  runtimes: readonly PlannedRuntime[],
): readonly LocalSecret[] {
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

/** The secret that an ARN names, be it complete or without the six characters. */
function secretOf(arn: string): LocalSecret | undefined {
  const [, , , region = '', account] = arn.split(':');
  // Those of other accounts are not here.
  return SECRET_ARN.test(arn) && account === LOCAL_ACCOUNT_ID ? localSecret(arn, region) : undefined;
}
