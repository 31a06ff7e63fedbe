import { types } from 'node:util';
import { Stack, Tokenization } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';

/**
 * A payload as JSON for a template, as `JSON.stringify` would write it: `Stack.toJsonString` alone leaves `undefined` out of
 * lists, so that what follows moves up. What only the deployment knows stays a token.
 */
export function payloadJson(scope: IConstruct, payload: unknown): string {
  return Stack.of(scope).toJsonString(plain(payload));
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Tokenization.isResolvable(value)) return value;
  if (types.isBoxedPrimitive(value)) return value.valueOf();
  if ('toJSON' in value && typeof value.toJSON === 'function') return plain(value.toJSON());
  if (Array.isArray(value)) return Array.from(value, (member: unknown) => plain(member) ?? null);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, plain(member)]));
}
