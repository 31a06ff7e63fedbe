import { z } from 'zod';
import { isRecord } from '../core/is-record.ts';
import { type Problem, show, showKind, unknownKey, withoutTwins } from '../core/problems.ts';
import { bare, inner } from './bare-schema.ts';
import { plainWords } from './plain-words.ts';

/**
 * Holds a value against a schema, and says what is wrong with it.
 *
 * What people read stands with the schemas, in {@link words}, and in the `params` of the issues of refinements. The rest
 * is put into plain words.
 *
 * @param options.where the name of the value; its parts are called `<where>.lifecycle.maxLifetimeSeconds`, `<where>.steps[0]`
 * @returns what the schema makes of the value, or all problems
 */
export function checkValue<T>(options: {
  readonly schema: z.ZodType<T>;
  readonly value: unknown;
  readonly where: string;
}): { readonly data?: T | undefined; readonly problems: readonly Problem[] } {
  const { schema, value, where } = options;
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data, problems: [] };
  return { problems: problemsOf(result.error.issues, { schema, value, where, secret: isSecret(schema) }) };
}

/** What people read of a value that breaks a rule of its schema. A function gets the value. */
export interface Words {
  /** The rule, such as `must be kebab-case`. */
  readonly what?: string | undefined;
  readonly allowed?: string | undefined;
  readonly fix?: string | ((value: unknown) => string) | undefined;
  /** For what may be a secret: of the value, and of all in it, only kind and size are shown. @default false */
  readonly secret?: boolean | undefined;
}

/** Takes the words of a schema: `z.string().regex(…).register(words, { … })`. */
export const words = z.registry<Words>();

type Schema = z.core.$ZodType;

/** A part of the value, and the schema that it should follow. */
interface Place {
  readonly schema: Schema | undefined;
  readonly value: unknown;
  readonly where: string;
  readonly secret: boolean;
}

function problemsOf(issues: readonly z.core.$ZodIssue[], root: Place): Problem[] {
  // A text that is too long and has other letters breaks two rules of its schema, and one for people.
  return withoutTwins(issues.flatMap((issue) => problemsAt(issue.path.reduce(enter, root), issue, root)));
}

function problemsAt(place: Place, issue: z.core.$ZodIssue, root: Place): Problem[] {
  const schema = bare(place.schema);
  switch (issue.code) {
    case 'unrecognized_keys': {
      return issue.keys.map((key) => unknownKey(place.where, key, keysOf(schema)));
    }
    case 'invalid_key': {
      const record = bare(issue.path.slice(0, -1).reduce(enter, root).schema);
      const keyType = record instanceof z.ZodRecord ? record.keyType : undefined;
      // Zod passes over the value of a wrong key, but everything is to be said at once.
      return [
        ...problemsIn({ ...place, schema: keyType, value: issue.path.at(-1), secret: false }),
        ...problemsIn(place),
      ];
    }
    case 'invalid_union':
    case 'custom':
      return schema instanceof z.ZodUnion
        ? problemsOfUnion(schema.options, issue, place)
        : [problemOf(issue, place)];
    default:
      return [problemOf(issue, place)];
  }
}

function problemsOfUnion(options: readonly Schema[], issue: z.core.$ZodIssue, place: Place): Problem[] {
  const attempts = options
    .map((schema) => ({ schema: bare(schema), problems: problemsIn({ ...place, schema }) }))
    .filter(({ problems }) => problems.length > 0);
  // The choice that fits but for some part of it is the one that was meant; for an object, that of objects.
  const [near] = attempts
    .filter(({ problems }) => problems.every(({ where }) => where !== place.where))
    .sort((a, b) => a.problems.length - b.problems.length);
  const [ofKind] = isRecord(place.value)
    ? attempts.filter(({ schema }) => schema instanceof z.ZodObject)
    : [];
  return (near ?? ofKind)?.problems ?? [problemOf(issue, place)];
}

function problemsIn(place: Place): Problem[] {
  if (place.schema === undefined) return [];
  const { error } = z.safeParse(place.schema, place.value);
  return error === undefined ? [] : problemsOf(error.issues, place);
}

function problemOf(issue: z.core.$ZodIssue, place: Place): Problem {
  const { value, where, secret } = place;
  const plain = plainWords(issue, value);
  const own = wordsOf(place.schema);
  const said: Partial<Problem> = (issue.code === 'custom' && issue.params) || {};
  const fix = said.fix ?? own.fix ?? plain.fix;
  return {
    where,
    what: said.what ?? own.what ?? plain.what,
    got: said.got ?? (secret || isObject(value) ? showKind(value) : show(value)),
    allowed: said.allowed ?? own.allowed ?? plain.allowed,
    fix: typeof fix === 'function' ? fix(value) : fix,
  };
}

function enter(place: Place, key: PropertyKey): Place {
  const schema = memberOf(place.schema, key);
  const value: unknown = isObject(place.value) ? Reflect.get(place.value, key) : undefined;
  const where = typeof key === 'number' ? `${place.where}[${key}]` : `${place.where}.${String(key)}`;
  return { schema, value, where, secret: place.secret || isSecret(schema) };
}

function memberOf(schema: Schema | undefined, key: PropertyKey): Schema | undefined {
  const parent = bare(schema);
  if (parent instanceof z.ZodObject)
    return Object.hasOwn(parent.shape, key) ? parent.shape[String(key)] : undefined;
  if (parent instanceof z.ZodRecord) return parent.valueType;
  if (parent instanceof z.ZodArray) return parent.element;
  if (!(parent instanceof z.ZodUnion)) return undefined;
  return parent.options.map((option) => memberOf(option, key)).find((member) => member !== undefined);
}

/** Of an object, or of those that are a choice. */
function keysOf(schema: Schema | undefined): string[] {
  const form = bare(schema);
  if (form instanceof z.ZodUnion) return form.options.flatMap(keysOf);
  return form instanceof z.ZodObject ? Object.keys(form.shape) : [];
}

function wordsOf(schema: Schema | undefined): Words {
  if (schema === undefined) return {};
  return words.get(schema) ?? wordsOf(inner(schema));
}

function isSecret(schema: Schema | undefined): boolean {
  const form = bare(schema);
  return wordsOf(schema).secret === true || (form instanceof z.ZodUnion && form.options.some(isSecret));
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
