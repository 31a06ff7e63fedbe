import { isSecretName, SECRET } from '../contract/secret-names.ts';
import { hider } from './hide.ts';

export { isSecretName, SECRET };

/** The values of the variables whose names say that they are secret. */
export function secretsIn(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= MIN_LENGTH && isSecretName(name) ? [value] : [],
  );
}

/** Makes what takes secrets out of a text, however they are written in it. */
export function secretFilter(secrets: readonly string[]): (text: string) => string {
  return hider(
    secrets.map((text) => ({ text })),
    SECRET,
  );
}

/** Shorter values would hit ordinary words. */
const MIN_LENGTH = 8;
