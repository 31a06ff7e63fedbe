import { hider } from '../core/hide.ts';

/** Whether a field or variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

/** Stands where a secret was. */
export const SECRET = '[secret]';

/** Stands in logs where a value of a payload was. */
export const PAYLOAD_MASK = '[payload]';

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

const SECRET_NAME = /secret|password|passwd|token|api_?-?key|authorization|cookie|credential/i;
/** Names that look like secrets and are none: where to get them. */
const HARMLESS_NAME = /^AWS_ENDPOINT_URL|_(?:URI|URL|ARN|FILE|PATH|ENDPOINT)$/i;
/** Shorter values would hit ordinary words. */
const MIN_LENGTH = 8;
