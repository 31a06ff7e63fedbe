import { memberOf } from '../../core/thrown.ts';
import type { OutputSchema } from '../schema/output-schema.ts';

/** Notes on a workflow what its payload must be, for those who run it. */
export function markWithPayload<F extends object>(
  main: F,
  payload: { readonly schema: OutputSchema; readonly read: (payload: unknown) => Promise<unknown> },
): F {
  return Object.defineProperty(main, PAYLOAD, { value: payload, configurable: true });
}

/** Throws what the workflow would throw before there is a run. @throws PayloadError */
export async function checkPayloadOf(main: unknown, payload: unknown): Promise<void> {
  const read = memberOf(memberOf(main, PAYLOAD), 'read');
  if (typeof read === 'function') await read(payload);
}

/** What was noted on a workflow as its schema. */
export function markedSchemaOf(main: unknown): unknown {
  return memberOf(memberOf(main, PAYLOAD), 'schema');
}

/** Known in every copy of this package that a process has. */
const PAYLOAD = Symbol.for('nova-act-cdk.payload');
