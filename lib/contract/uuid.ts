/** True for an id as Nova Act makes them: nothing else of it can become a part of a path, a key or a pattern. */
export function isUuid(text: string): boolean {
  return WHOLE.test(text);
}

/** Within texts, and in the model of the service. */
export const UUID_PATTERN = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';

const WHOLE = new RegExp(`^${UUID_PATTERN}$`);
