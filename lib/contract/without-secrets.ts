import { types } from 'node:util';
import { isInstance, memberOf } from '../core/thrown.ts';

/**
 * Changes the texts in whatever was thrown, and in what it has below it: causes, errors of an AggregateError or SuppressedError,
 * and members of any name, such as the body of an answer. Errors stay the same objects, so that whoever threw them knows them;
 * one that does not let itself be changed is copied. Other objects may be in use elsewhere, and are copied, too. Never throws itself.
 *
 * @returns what stands for it now
 */
export function withoutSecrets(thrown: unknown, hide: (text: string) => string): unknown {
  const done = new Map<object, unknown>();
  return clean(thrown, 0);

  function clean(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return hide(value);
    // What is a number may be written like one.
    if (typeof value === 'number') return hide(String(value)) === String(value) ? value : hide(String(value));
    if (!isOpen(value)) return value;
    if (done.has(value)) return done.get(value);
    if (depth > MAX_DEPTH || done.size > MAX_OBJECTS) return value;
    return isErrorLike(value) ? cleanError(value, depth) : cleanCopy(value, depth);
  }

  function cleanError(error: object, depth: number): unknown {
    done.set(error, error);
    const changed = membersOf(error, ERROR_MEMBERS)
      .map(([key, member]) => [key, member, clean(member, depth + 1)] as const)
      .filter(([, member, now]) => now !== member);
    const left = changed.filter(([key, , now]) => !replaceMember(error, key, now));
    if (left.length === 0) return error;
    const copy = copyOf(error, changed);
    done.set(error, copy);
    return copy;
  }

  function cleanCopy(value: object, depth: number): unknown {
    if (!hasSecret(value, depth, new Set())) return value;
    const copy: object = Array.isArray(value) ? [] : Object.create(prototypeOf(value));
    // Before its members: they may lead back to it.
    done.set(value, copy);
    for (const [key, member] of membersOf(value))
      replaceMember(copy, hide(key), clean(member, depth + 1), true);
    return copy;
  }

  function hasSecret(value: unknown, depth: number, seen: Set<object>): boolean {
    if (typeof value === 'string' || typeof value === 'number') return hide(String(value)) !== String(value);
    if (!isOpen(value) || seen.has(value) || depth > MAX_DEPTH || seen.size > MAX_OBJECTS) return false;
    seen.add(value);
    return membersOf(value, isErrorLike(value) ? ERROR_MEMBERS : []).some(
      ([key, member]) => hide(key) !== key || hasSecret(member, depth + 1, seen),
    );
  }
}

const MAX_DEPTH = 8;
const MAX_OBJECTS = 500;
/** Of these, some errors have a getter only. */
const ERROR_MEMBERS = ['message', 'stack', 'cause', 'errors', 'error', 'suppressed'];

type Member = readonly [key: string, value: unknown];

/** Whether it is an object whose members may be read one by one. */
function isOpen(value: unknown): value is object {
  return (
    typeof value === 'object' && value !== null && !types.isProxy(value) && !types.isArrayBufferView(value)
  );
}

function isErrorLike(value: object): boolean {
  return types.isNativeError(value) || isInstance(value, Error);
}

/** Its own members, as far as they are no getters, and the others that were named. */
function membersOf(value: object, others: readonly string[] = []): readonly Member[] {
  const own = Object.entries(Object.getOwnPropertyDescriptors(value))
    .filter(([key, descriptor]) => 'value' in descriptor && !(Array.isArray(value) && key === 'length'))
    .map(([key, descriptor]): Member => [key, descriptor.value]);
  const named = others
    .filter((key) => !own.some(([other]) => other === key))
    .map((key): Member => [key, memberOf(value, key)]);
  return [...own, ...named];
}

function prototypeOf(value: object): object | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  return typeof prototype === 'object' ? prototype : null;
}

function copyOf(error: object, changed: readonly (readonly [string, unknown, unknown])[]): object {
  const copy: object = Object.create(prototypeOf(error));
  const now = new Map(changed.map(([key, , value]) => [key, value]));
  for (const [key, member] of membersOf(error, ERROR_MEMBERS)) {
    if (member !== undefined)
      replaceMember(copy, key, now.has(key) ? now.get(key) : member, Object.keys(error).includes(key));
  }
  return copy;
}

/** @returns whether it let itself be changed */
function replaceMember(object: object, key: string, value: unknown, enumerable?: boolean): boolean {
  try {
    return Reflect.defineProperty(object, key, {
      value,
      configurable: true,
      writable: true,
      ...(enumerable === undefined ? {} : { enumerable }),
    });
  } catch {
    return false;
  }
}
