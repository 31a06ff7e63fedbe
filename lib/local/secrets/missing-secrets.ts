import type { RuntimeVersion } from '../agentcore/runtime-record.ts';
import { localSecret } from './local-secret.ts';
import { SecretValues } from './secret-values.ts';

/** The secrets that runtimes may ask for and that have no value yet. */
export function missingSecrets(
  runtimes: readonly Pick<RuntimeVersion, 'secrets'>[],
  options: ConstructorParameters<typeof SecretValues>[0],
): readonly MissingSecret[] {
  const arns = runtimes.flatMap(({ secrets }) => secrets ?? []);
  const names = [...new Set(arns.map((arn) => localSecret(arn).name))];
  if (names.length === 0) return [];
  const values = new SecretValues(options);
  return names.flatMap((name) => {
    const found = values.valueOf(name, names);
    return 'missing' in found ? [{ name, what: found.missing }] : [];
  });
}

/** A secret without a value. */
export interface MissingSecret {
  readonly name: string;
  /** That it is missing, and how to give it. */
  readonly what: string;
}
