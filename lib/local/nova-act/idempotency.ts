/** Repeated create requests: the same token and input get the same answer, another input is a conflict. Pure. */
import { createHash } from 'node:crypto';
import type { Creation } from './records.ts';
import { conflict, type ResourceType } from './service-error.ts';

/** Hash of an input without its token, whatever the order of its members. */
export function hashInput(input: Readonly<Record<string, unknown>>): string {
  const { clientToken: _, ...rest } = input;
  return createHash('sha256').update(canonical(rest)).digest('hex');
}

/**
 * The record that the same request has made before.
 *
 * @throws ServiceError (ConflictException) when the token was used with another input.
 */
export function findRepeated<T extends { readonly creation: Creation }>(options: {
  readonly siblings: readonly T[];
  readonly clientToken: string | undefined;
  readonly inputHash: string;
  readonly resourceType: ResourceType;
  readonly idOf: (record: T) => string;
}): T | undefined {
  const { siblings, clientToken, inputHash, resourceType, idOf } = options;
  if (clientToken === undefined) return undefined;
  const earlier = siblings.find(({ creation }) => creation.clientToken === clientToken);
  if (earlier === undefined || earlier.creation.inputHash === inputHash) return earlier;
  throw conflict({
    resourceType,
    resourceId: idOf(earlier),
    message: `clientToken was already used with another input. Use a new token for a new ${resourceType}.`,
  });
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
