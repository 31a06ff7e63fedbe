import { invalidParameter, LogsError } from './logs-error.ts';

/** The members of a request, read by type. @throws LogsError for one that is of another type or out of its range */
export class RequestMembers {
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(members: Readonly<Record<string, unknown>>) {
    this.#members = members;
  }

  /** Those that are given. */
  entries(): readonly (readonly [string, unknown])[] {
    return Object.entries(this.#members).filter(([name]) => this.has(name));
  }

  has(name: string): boolean {
    return this.#read(name) !== undefined;
  }

  /** `undefined` when it is absent. */
  textOrEmpty(name: string): string | undefined {
    const value = this.#read(name);
    if (value !== undefined && typeof value !== 'string') throw wrongType(name, 'a string');
    return value;
  }

  /** Not empty; `undefined` when it is absent. */
  text(name: string): string | undefined {
    const value = this.textOrEmpty(name);
    if (value === '') throw invalidParameter(`${name} must not be empty.`);
    return value;
  }

  requiredText(name: string): string {
    const text = this.text(name);
    if (text === undefined) throw invalidParameter(`${name} is missing.`);
    return text;
  }

  flag(name: string): boolean {
    const value = this.#read(name) ?? false;
    if (typeof value !== 'boolean') throw wrongType(name, 'a boolean');
    return value;
  }

  /** A whole number. */
  number(name: string, range: { readonly min: number; readonly max: number }): number | undefined {
    const value = this.#read(name);
    if (value === undefined) return undefined;
    if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'a whole number');
    if (value < range.min || value > range.max) {
      throw invalidParameter(`${name} must be from ${range.min} to ${range.max}, is ${value}.`);
    }
    return value;
  }

  /** @param max of its items; if it is given, there is at least one */
  texts(name: string, max: number): readonly string[] | undefined {
    const value = this.list(name);
    if (value === undefined) return undefined;
    if (value.length < 1 || value.length > max) {
      throw invalidParameter(`${name} must have 1 to ${max} items, has ${value.length}.`);
    }
    return value.map((item) => {
      if (typeof item !== 'string') throw wrongType(name, 'a list of strings');
      return item;
    });
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#read(name);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw wrongType(name, 'a list');
    return value;
  }

  #read(name: string): unknown {
    return this.#members[name] ?? undefined;
  }
}

export function wrongType(name: string, wanted: string): LogsError {
  return new LogsError('SerializationException', `${name} must be ${wanted}.`);
}
