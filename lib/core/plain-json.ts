import { types } from 'node:util';
import { messageOf } from './errors.ts';
import { hollowKind } from './hollow-kind.ts';
import { pathIn } from './json-path.ts';
import { isInstance } from './thrown.ts';

/**
 * Reads a value as `JSON.stringify` does, but says no to what that would leave out or change without a word. `toJSON` is
 * called, once for each place. A member that is `undefined` is left out, and is `null` in a list, as usual.
 */
export function plainJson(value: unknown, options: Limits): PlainJson {
  const reader = new Reader(options);
  try {
    return { ok: true, value: reader.read(value), mostBytes: reader.mostBytes };
  } catch (error) {
    const what = isInstance(error, Problem) ? error.message : `cannot be read: ${messageOf(error)}`;
    return { ok: false, problem: `${pathIn(reader.path)} ${what}` };
  }
}

/** What is read, and how much of it is taken. */
interface Limits {
  /** What the value is called in paths, such as `result`. */
  readonly name: string;
  /** How many bytes its JSON may have. */
  readonly maxBytes: number;
  /** How deep it may be nested. */
  readonly maxDepth: number;
}

/** What came of reading a value. */
export type PlainJson =
  | {
      readonly ok: true;
      /** The very same value, or where `toJSON` was called, a copy with what that gave. */
      readonly value: unknown;
      /** Its JSON has at most so many bytes, and mostly fewer. */
      readonly mostBytes: number;
    }
  | {
      readonly ok: false;
      /** The first problem: its place, and what is wrong there. */
      readonly problem: string;
    };

/** Of one character, `\u0000`, and of one number, `-0.0000012345678901234567`. */
const MOST_BYTES = { character: 6, number: 25 };

/** What is wrong at the place where the reader is. */
class Problem extends Error {}

class Reader {
  /** Where the reader is. */
  path: PropertyKey[];
  mostBytes = 0;
  readonly #maxBytes: number;
  readonly #maxDepth: number;
  #leastBytes = 0;
  /** The objects around the place. */
  readonly #around: object[] = [];

  constructor({ name, maxBytes, maxDepth }: Limits) {
    this.path = [name];
    this.#maxBytes = maxBytes;
    this.#maxDepth = maxDepth;
  }

  read(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        this.#count(value.length + 2, value.length * MOST_BYTES.character + 2);
        return value;
      case 'number':
        if (!Number.isFinite(value)) throw new Problem(`is ${value}`);
        this.#count(1, MOST_BYTES.number);
        return value;
      case 'boolean':
      case 'undefined':
        this.#count(0, 5);
        return value;
      case 'object':
        if (value !== null) return this.#inside(value, () => this.#readObject(value));
        this.#count(4, 4);
        return value;
      default:
        // All big numbers of a process may have been given a toJSON.
        if (typeof value === 'bigint' && 'toJSON' in Object(value)) return this.#readObject(Object(value));
        throw new Problem(typeof value === 'bigint' ? 'is a BigInt' : `is a ${typeof value}`);
    }
  }

  /** A list of huge length is told before it is read. */
  #count(leastBytes: number, mostBytes: number): void {
    this.mostBytes += mostBytes;
    this.#leastBytes += leastBytes;
    if (this.#leastBytes <= this.#maxBytes) return;
    this.path.length = 1;
    throw new Problem(`has more than ${this.#maxBytes} bytes of JSON`);
  }

  #inside<R>(value: object, read: () => R): R {
    const again = this.#around.indexOf(value);
    if (again >= 0) throw new Problem(`is ${pathIn(this.path.slice(0, again + 1))} again, so it has no end`);
    if (this.#around.length === this.#maxDepth)
      throw new Problem(`lies more than ${this.#maxDepth} levels deep`);
    this.#around.push(value);
    const given = read();
    this.#around.pop();
    return given;
  }

  #readObject(value: object): unknown {
    const toJson: unknown = Reflect.get(value, 'toJSON');
    if (typeof toJson !== 'function') return this.#readMembers(value);
    const given: unknown = toJson.call(value, String(this.path.at(-1)));
    if (typeof given === 'object' && given !== null) {
      // Never the object itself, whose toJSON would be called once more.
      return given === value
        ? this.#readMembers(value, true)
        : this.#inside(given, () => this.#readMembers(given, true));
    }
    if (given === null && types.isDate(value)) throw new Problem('is an invalid date');
    return this.read(given);
  }

  #readMembers(value: object, mustCopy = false): unknown {
    if (Array.isArray(value)) return this.#readList(value);
    const kind = hollowKind(value);
    if (kind !== undefined) throw new Problem(`is ${kind}`);
    if (types.isBoxedPrimitive(value)) return this.read(value.valueOf());
    let copy: Record<string, unknown> | undefined = mustCopy ? copyOf(value) : undefined;
    // It has been called.
    if (typeof copy?.toJSON === 'function') delete copy.toJSON;
    this.#count(2, 2);
    for (const key of Object.keys(copy ?? value)) {
      const member: unknown = Reflect.get(value, key);
      this.path.push(key);
      const plain = this.read(member);
      this.path.pop();
      if (member === undefined) continue;
      this.#count(key.length + 3, key.length * MOST_BYTES.character + 4);
      if (plain === member) continue;
      copy ??= copyOf(value);
      copy[key] = plain;
    }
    return copy ?? value;
  }

  #readList(value: readonly unknown[]): unknown {
    this.#count(value.length + 1, value.length + 2);
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const member = value[index];
      this.path.push(index);
      const plain = this.read(member);
      this.path.pop();
      if (plain === member) continue;
      copy ??= [...value];
      copy[index] = plain;
    }
    return copy ?? value;
  }
}

/** Without a prototype, so that every key is a member. */
function copyOf(value: object): Record<string, unknown> {
  return Object.assign(Object.create(null), value);
}
