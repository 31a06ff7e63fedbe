import { hider } from './hide.ts';

/** Stands in the log where a secret was. */
export const SECRET = '[secret]';

const SECRET_NAME = /secret|password|passwd|token|api_?-?key|authorization|cookie|credential/i;
/** Names that look like secrets and are none: where to get them. */
const HARMLESS_NAME = /_(?:URI|URL|FILE|PATH|ENDPOINT)$/i;
/** Shorter values would hit ordinary words. */
const MIN_LENGTH = 8;

/** Whether a field or variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

/** Takes the values of the variables whose names say that they are secret out of a line of JSON, however they are written in it. */
export function secretFilter(
  environment: Readonly<Record<string, string | undefined>>,
): (line: string) => string {
  const values = Object.entries(environment).flatMap(([name, value]) =>
    value !== undefined && value.length >= MIN_LENGTH && isSecretName(name) ? [{ text: value }] : [],
  );
  return hider(values, SECRET);
}
