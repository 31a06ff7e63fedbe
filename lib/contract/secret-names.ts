/** Whether a field or variable of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !HARMLESS_NAME.test(name);
}

/** Stands where a secret was. */
export const SECRET = '[secret]';

const SECRET_NAME = /secret|password|passwd|token|api_?-?key|authorization|cookie|credential/i;
/** Names that look like secrets and are none: where to get them. */
const HARMLESS_NAME = /_(?:URI|URL|FILE|PATH|ENDPOINT)$/i;
