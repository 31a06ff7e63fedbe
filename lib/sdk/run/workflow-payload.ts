import { MAX_ISSUES, textOfIssues } from '../../contract/error.ts';
import { knownSecrets } from '../../contract/known-secrets.ts';
import { PayloadError } from '../../contract/payload-error.ts';
import { nameOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { cut, MAX_MESSAGE_LENGTH, memberOf } from '../../core/thrown.ts';
import { fromJsonSchema } from '../schema/json-schema.ts';
import type { JsonSchema } from '../schema/json-schema-type.ts';
import type { OutputSchema, SchemaInput, SchemaOutput } from '../schema/output-schema.ts';
import type { CheckedValue } from '../schema/schema-parts.ts';
import { checkByStandard, isStandard, writeJsonSchema } from '../schema/standard-schema.ts';
import { markedSchemaOf } from './payload-mark.ts';

/**
 * Makes ready how a workflow reads its payload. One that is left out is an empty object, as an empty body is. What it returns
 * rejects with a PayloadError that has everything that is wrong, at once.
 *
 * @throws ValidationFailed for what is no schema
 */
export function payloadReader<S extends OutputSchema>(
  schema: S,
): (payload: unknown) => Promise<SchemaOutput<S>> {
  const check = isStandard(schema) ? checkByStandard(schema) : fromJsonSchema(schema).check;
  return async (payload = {}) => {
    // What it throws mostly quotes the payload.
    const checked = await check(payload).catch((error: unknown): CheckedValue => {
      const problem = `its schema threw ${nameOf(error)}`;
      return { matches: false, problem, issues: [{ path: '', message: problem }] };
    });
    if (checked.matches) return checked.data as SchemaOutput<S>;
    // Names of members are the caller's, of any length, and any number of them may be wrong.
    const issues = checked.issues.slice(0, MAX_ISSUES).map(({ path, message }) => ({
      path: shown(path),
      message: shown(message),
    }));
    const message = `The payload is not valid: ${textOfIssues(issues)}`;
    throw new PayloadError(cut(message, MAX_MESSAGE_LENGTH), issues);
  };
}

const MAX_ISSUE_LENGTH = 1_000;

function shown(text: string): string {
  return cut(knownSecrets.hideIn(text), MAX_ISSUE_LENGTH);
}

/**
 * The JSON Schema of what a workflow takes, as its `payload` option says it: before defaults and transformations.
 *
 * @param main what `workflow({ payload: … }, fn)` made, or a method that `@workflow({ payload: … })` decorates
 * @returns `undefined` for every other function
 * @throws ValidationFailed when the schema cannot be written as JSON Schema
 */
export function payloadSchemaOf(main: unknown): JsonSchema | undefined {
  const schema = markedSchemaOf(main);
  if (isStandard(schema)) return writeJsonSchema(schema, DIALECTS);
  return isRecord(schema) ? schema : undefined;
}

/** The same, with whatever JSON Schema cannot express left open. */
export function loosePayloadSchemaOf(main: unknown): JsonSchema | undefined {
  const schema = markedSchemaOf(main);
  if (!isStandard(schema)) return isRecord(schema) ? schema : undefined;
  try {
    const written = writeJsonSchema(schema, DIALECTS, { unrepresentable: 'any' });
    const kind = memberOf(memberOf(memberOf(schema, '_zod'), 'def'), 'type');
    // Of these nothing is left, which would mean anything.
    return typeof kind === 'string' && NO_OBJECTS.includes(kind) ? { ...written, type: kind } : written;
  } catch {
    return {};
  }
}

/** Kinds of zod that JSON Schema has no word for, and that take no object of JSON. */
const NO_OBJECTS = ['date', 'bigint', 'symbol', 'undefined', 'void', 'nan', 'map', 'set', 'function'];
/** The best first. */
const DIALECTS = ['draft-2020-12', 'draft-07'];

/** The arguments that stand for a payload: none when the schema takes an empty object. */
export type PayloadArguments<S extends OutputSchema> =
  Record<never, never> extends SchemaInput<S>
    ? [payload?: SchemaInput<S> | undefined]
    : [payload: SchemaInput<S>];
