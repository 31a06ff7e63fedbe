import { isSecretName, SECRET } from '../contract/secret-names.ts';

export { isSecretName, SECRET };

/** The values of the variables whose names say that they are secret; the longest first. */
export function secretsIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= MIN_LENGTH && isSecretName(name) ? [value] : [],
  );
  return [...new Set(values)].sort((a, b) => b.length - a.length);
}

/** Takes the secrets out of a line of JSON, also where they needed escapes. */
export function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .reduce((rest, secret) => rest.replaceAll(secret, SECRET), line);
}

/** Shorter values would hit ordinary words. */
const MIN_LENGTH = 8;
