import { SECRET_PATTERN } from '../contract/question.ts';
import { isRecord } from '../core/is-record.ts';
import { type Problem, ProblemsError, showKind, unknownKeys } from '../core/problems.ts';
import { isSeen, visible, visibleLine } from '../core/visible.ts';
import { wholeText } from '../core/whole-text.ts';
import { DeskError } from './desk-error.ts';

/**
 * Reads the members of a body and collects what is wrong with them. Values are never quoted: they may be secrets, or what was asked. What
 * is returned for a wrong member is only good for {@link BodyFields.checked} to refuse.
 */
export class BodyFields {
  readonly #what: string;
  readonly #members: Readonly<Record<string, unknown>>;
  readonly #problems: Problem[];

  /** @param what - names the body in the error */
  constructor(what: string, body: unknown, keys: readonly string[], problems: Problem[] = []) {
    this.#what = what;
    this.#problems = problems;
    this.#members = isRecord(body) ? body : {};
    if (isRecord(body)) {
      problems.push(...unknownKeys(what, body, keys).map(withoutLongKey));
    } else this.#add(what, 'is not an object', body, `a JSON object with ${keys.join(', ')}`);
  }

  /** @throws DeskError that lists all problems */
  checked<T>(value: T): T {
    if (this.#problems.length === 0) return value;
    throw new DeskError(
      'Invalid',
      new ProblemsError(`body (${this.#what})`, this.#problems.slice(0, 10)).message,
    );
  }

  /** Of a link, whatever it looks like: there is one answer for all that are wrong. */
  token(): string {
    return this.text('token', { min: 0, max: Number.POSITIVE_INFINITY });
  }

  secret(key: string, { isRequired = false } = {}): string | undefined {
    if (this.#members[key] === undefined && !isRequired) return undefined;
    return this.pattern(key, SECRET_PATTERN, '32 random bytes in base64url, 43 characters');
  }

  /** What a person writes, in one line. Nothing, when there is nothing to see. */
  line(key: string, max: number): string | undefined {
    return seen(this.#written(key, max), visibleLine);
  }

  /** What a person writes. Nothing, when there is nothing to see. */
  lines(key: string, max: number): string | undefined {
    return seen(this.#written(key, max), visible);
  }

  text(key: string, { min, max }: { readonly min: number; readonly max: number }): string {
    const value = this.#members[key];
    if (typeof value === 'string' && value.length >= min && value.length <= max) return wholeText(value);
    const allowed = max === Number.POSITIVE_INFINITY ? 'a text' : `a text of ${min} to ${max} characters`;
    this.wrong(key, typeof value === 'string' ? 'has a wrong length' : 'is not a text', allowed);
    return '';
  }

  /** A text of which people see something. */
  seen(key: string, max: number): string {
    const text = this.text(key, { min: 1, max });
    if (text !== '' && !isSeen(text))
      this.wrong(key, 'has nothing that anybody sees', 'a text with letters or other signs');
    return text;
  }

  pattern(key: string, pattern: RegExp, allowed: string): string {
    const value = this.#members[key];
    if (typeof value === 'string' && pattern.test(value)) return value;
    this.wrong(key, 'is not what it should be', allowed);
    return '';
  }

  oneOf<const T extends string>(key: string, allowed: readonly [T, ...T[]]): T {
    const found = allowed.find((each) => each === this.#members[key]);
    if (found === undefined)
      this.wrong(key, 'is none of its values', allowed.map((each) => `"${each}"`).join(', '));
    return found ?? allowed[0];
  }

  /** Absent is no. */
  flag(key: string): boolean {
    const value = this.#members[key] ?? false;
    if (typeof value !== 'boolean') this.wrong(key, 'is neither yes nor no', 'true or false');
    return value === true;
  }

  /** Milliseconds since 1970. */
  time(key: string): number {
    const value = this.#members[key];
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
    this.wrong(key, 'is not a time', 'a whole number: milliseconds since 1970');
    return 0;
  }

  base64(key: string, maxBytes: number): string {
    const value = this.text(key, { min: 4, max: Math.ceil(maxBytes / 3) * 4 });
    const bytes = Buffer.from(value, 'base64');
    if (value === '' || (bytes.byteLength <= maxBytes && bytes.toString('base64') === value)) return value;
    this.wrong(key, 'is not base64', `base64 of at most ${maxBytes} bytes`);
    return '';
  }

  /** An object within, that may be absent. */
  part<T>(key: string, keys: readonly string[], read: (fields: BodyFields) => T): T | undefined {
    const value = this.#members[key];
    if (value === undefined) return undefined;
    return read(new BodyFields(`${this.#what}.${key}`, value, keys, this.#problems));
  }

  absent(key: string, allowed: string): void {
    if (this.#members[key] !== undefined) this.wrong(key, 'does not belong here', allowed);
  }

  missing(key: string, allowed: string): string {
    this.wrong(key, 'says nothing', allowed);
    return '';
  }

  wrong(key: string, what: string, allowed: string): void {
    this.#add(`${this.#what}.${key}`, what, this.#members[key], allowed);
  }

  #written(key: string, max: number): string {
    return this.#members[key] === undefined ? '' : this.text(key, { min: 0, max });
  }

  #add(where: string, what: string, got: unknown, allowed: string): void {
    this.#problems.push({ where, what, got: showKind(got), allowed, fix: 'send what is allowed' });
  }
}

/** A key may be of any length, and of any kind. */
function withoutLongKey(problem: Problem): Problem {
  const cut = (text: string): string => visibleLine(text.length > 100 ? `${text.slice(0, 97)}…` : text);
  return { ...problem, where: cut(problem.where), got: cut(problem.got) };
}

function seen(text: string, show: (text: string) => string): string | undefined {
  return isSeen(text) ? show(text.trim()) : undefined;
}
