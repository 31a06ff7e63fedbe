import { isRecord } from '../core/is-record.ts';
import { showKind } from '../core/problems.ts';
import type { Shape } from '../service/shape.ts';
import { validateShape } from '../service/validate-input.ts';

/**
 * Looks at a value that was read from a state file, and at all within.
 *
 * @param at where it stands, such as `creation.sequence`; empty for the whole
 * @returns what is wrong, as a sentence without its full stop; `undefined` when nothing is
 */
export type StateCheck = (value: unknown, at: string) => string | undefined;

/** A check for each member of a record: one that is forgotten does not compile. Members that nobody knows are left alone. */
export type RecordChecks<T> = { readonly [K in keyof T]-?: StateCheck };

export const aText = a('text', (value) => typeof value === 'string');
/** Beside the record that names it, and nowhere else. */
export const aFileName = a(
  'the name of a file, without folders',
  (value) => typeof value === 'string' && /^[\w-]+\.\w+$/.test(value),
);
export const aNumber = a('a number', Number.isFinite);
export const aWholeNumber = a('a whole number', Number.isSafeInteger);
/** ISO 8601, as all times in state files are. */
export const aTime = a(
  'a time such as 2030-01-31T12:00:00.000Z',
  (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
);
export const aTextById = a(
  'an object of texts',
  (value) => isRecord(value) && Object.values(value).every((member) => typeof member === 'string'),
);

export const aFlag = a('true or false', (value) => typeof value === 'boolean');

/** One of some texts. */
export function aTextOf(...texts: readonly string[]): StateCheck {
  return a(texts.join(' or '), (value) => typeof value === 'string' && texts.includes(value));
}

/** An object whose members, whatever they are called, pass a check. */
export function anObjectOf(check: StateCheck): StateCheck {
  return (value, at) => {
    if (!isRecord(value)) return wrong(at, 'an object', value);
    for (const [key, member] of Object.entries(value)) {
      const problem = check(member, `${at}.${key}`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** An object with these members. */
export function aRecord<T>(checks: RecordChecks<T>): StateCheck {
  const entries: readonly (readonly [string, StateCheck])[] = Object.entries(checks);
  return (value, at) => {
    if (!isRecord(value)) return wrong(at, 'an object', value);
    for (const [key, check] of entries) {
      const problem = check(
        Object.hasOwn(value, key) ? value[key] : undefined,
        at === '' ? key : `${at}.${key}`,
      );
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** A list whose items pass a check. */
export function aListOf(check: StateCheck): StateCheck {
  return (value, at) => {
    if (!Array.isArray(value)) return wrong(at, 'a list', value);
    for (const [index, item] of value.entries()) {
      const problem = check(item, `${at}[${index}]`);
      if (problem !== undefined) return problem;
    }
    return undefined;
  };
}

/** Something of the service model. */
export function modelled(shape: Shape): StateCheck {
  return (value, at) => {
    if (value === undefined) return `${at} is missing`;
    const [problem] = validateShape(shape, value, at);
    return problem && `${problem.name} ${problem.message}`;
  };
}

/** What may be absent. */
export function maybe(check: StateCheck): StateCheck {
  return (value, at) => (value === undefined ? undefined : check(value, at));
}

function a(what: string, is: (value: unknown) => boolean): StateCheck {
  return (value, at) => (is(value) ? undefined : wrong(at, what, value));
}

function wrong(at: string, what: string, value: unknown): string {
  const place = at === '' ? 'it' : at;
  if (value === undefined) return `${place} is missing; it must be ${what}`;
  return `${place} must be ${what}, not ${kindOf(value)}`;
}

/** In a state file, `1e400` is a number as well; no number of this language is so large. */
function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'text';
  if (typeof value !== 'number') return showKind(value);
  return Number.isFinite(value) ? String(value) : 'one that is too large';
}
