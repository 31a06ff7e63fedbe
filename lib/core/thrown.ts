import { types } from 'node:util';
import { inWords } from './in-words.ts';

/** A member of whatever was thrown; `undefined` when it has none, or does not let itself be asked. */
export function memberOf(error: unknown, key: string | number | symbol): unknown {
  if (isPrimitive(error)) return undefined;
  try {
    return Reflect.get(Object(error), key);
  } catch {
    return undefined;
  }
}

/** A member of whatever was thrown that is a text, cut when it is long. */
export function stringMember(error: unknown, key: string): string | undefined {
  const member = memberOf(error, key);
  return typeof member === 'string' ? cut(member, MAX_MESSAGE_LENGTH) : undefined;
}

/**
 * `instanceof` for whatever was thrown: what does not let itself be asked is no instance. Neither is a proxy, because reading
 * its members may throw, too.
 */
export function isInstance<T>(value: unknown, type: abstract new (...args: never[]) => T): value is T {
  try {
    return !types.isProxy(value) && value instanceof type;
  } catch {
    return false;
  }
}

/** At most so many members of a list in whatever was thrown; none when it is no list, or does not let itself be read. */
export function listOf(value: unknown, most: number): readonly unknown[] {
  const length = memberOf(value, 'length');
  if (types.isProxy(value) || !Array.isArray(value) || typeof length !== 'number') return [];
  return Array.from({ length: Math.min(length, most) }, (_, index) => memberOf(value, index));
}

/** The longest message that is passed on, in characters. */
export const MAX_MESSAGE_LENGTH = 10_000;
const MAX_CAUSES = 5;
const MAX_CAUSE_LENGTH = 500;

/** What lay below an error: its causes and theirs, and the errors of an AggregateError or SuppressedError. Each once, and a few only. */
export function causesOf(error: unknown): readonly string[] {
  const seen = new Set([error]);
  const messages = new Set<string>();
  // A Set goes on with what is added meanwhile: causes may be circles, or new ones whenever they are read.
  for (const known of seen) {
    if (messages.size === MAX_CAUSES || seen.size > MAX_CAUSES ** 2) break;
    const message = memberOf(known, 'message');
    if (known !== error && message !== '') {
      messages.add(cut(inWords(message === undefined ? known : message), MAX_CAUSE_LENGTH));
    }
    const named = [
      'cause',
      ...(memberOf(known, 'name') === 'SuppressedError' ? ['suppressed', 'error'] : []),
    ];
    const members = named.map((key) => memberOf(known, key));
    for (const below of [...members, ...listOf(memberOf(known, 'errors'), MAX_CAUSES)]) {
      if (below !== undefined && below !== null) seen.add(below);
    }
  }
  return [...messages];
}

function isPrimitive(value: unknown): boolean {
  return value === null || (typeof value !== 'object' && typeof value !== 'function');
}

/** The text, shortened so that it has at most `most` characters. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  const end = `… (${text.length} characters)`;
  return `${text.slice(0, most - end.length)}${end}`;
}

/** The beginning of a text that {@link cut} has shortened; the text itself, if it has not. */
export function withoutCut(text: string): string {
  return text.replace(/… \(\d+ characters\)$/, '');
}
