import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { type MessageFilter, unreadable } from './filter-pattern.ts';
import { type Condition, isConstant, isEqualTo, isInOrder } from './json-conditions.ts';

/**
 * Reads a JSON pattern: comparisons of members, joined by `&&` and `||` with parentheses. Messages that are not JSON do not
 * match.
 *
 * @throws LogsError for what cannot be read
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
 */
export function jsonPattern(pattern: string): MessageFilter {
  const reader = new Reader(pattern);
  const matches = reader.read();
  return (message) => {
    const value = parseJson(message);
    return isRecord(value) && matches(value);
  };
}

class Reader {
  readonly #pattern: string;
  readonly #tokens: readonly string[];
  #at = 0;
  #depth = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#tokens = pattern.match(TOKENS) ?? [];
  }

  read(): Condition {
    this.#expect('{');
    const condition = this.#alternatives();
    this.#expect('}');
    if (this.#peek() !== undefined) throw this.#fault('the end');
    return condition;
  }

  #alternatives(): Condition {
    const parts = [this.#all()];
    while (this.#takes('||')) parts.push(this.#all());
    return (value) => parts.some((part) => part(value));
  }

  #all(): Condition {
    const parts = [this.#one()];
    while (this.#takes('&&')) parts.push(this.#one());
    return (value) => parts.every((part) => part(value));
  }

  #one(): Condition {
    if (this.#takes('(')) {
      this.#depth += 1;
      if (this.#depth > MAX_PARENTHESES)
        throw unreadable(
          this.#pattern,
          `there are more than ${MAX_PARENTHESES} parentheses within one another`,
        );
      const condition = this.#alternatives();
      this.#expect(')');
      this.#depth -= 1;
      return condition;
    }
    const path = this.#path();
    const compare = this.#comparison();
    return (value) => compare(memberAt(value, path));
  }

  #path(): readonly (string | number)[] {
    const token = this.#peek() ?? '';
    if (!PATH.test(token)) throw this.#fault('a member, such as $.level or $.items[0].name');
    this.#at += 1;
    return [...token.matchAll(/\.([\w-]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  }

  #comparison(): Condition {
    if (this.#takes('IS')) return isConstant(this.#next(['NULL', 'TRUE', 'FALSE']));
    if (this.#takes('NOT')) {
      this.#next(['EXISTS']);
      return (value) => value === undefined;
    }
    const operator = this.#next(['=', '!=', '<', '<=', '>', '>=']);
    const operand = this.#peek() ?? '';
    if (!OPERAND.test(operand)) throw this.#fault('a value, such as "error", 404 or timeout*');
    this.#at += 1;
    const isQuoted = operand.startsWith('"');
    const text = isQuoted ? operand.slice(1, -1).replaceAll(/\\(["\\])/g, '$1') : operand;
    const number = isQuoted ? Number.NaN : Number(operand);
    if (operator === '=' || operator === '!=') {
      const isEqual = isEqualTo(text, number);
      return (value) => value !== undefined && isEqual(value) === (operator === '=');
    }
    if (Number.isNaN(number)) throw this.#fault(`a number after ${operator}`, this.#at - 1);
    return (value) => typeof value === 'number' && isInOrder(value, operator, number);
  }

  #peek(): string | undefined {
    return this.#tokens[this.#at];
  }

  #takes(token: string): boolean {
    if (this.#peek()?.toUpperCase() !== token) return false;
    this.#at += 1;
    return true;
  }

  #expect(token: string): void {
    if (!this.#takes(token)) throw this.#fault(token);
  }

  #next(allowed: readonly string[]): string {
    const token = this.#peek()?.toUpperCase() ?? '';
    if (!allowed.includes(token)) throw this.#fault(`one of ${allowed.join(', ')}`);
    this.#at += 1;
    return token;
  }

  #fault(wanted: string, at = this.#at): Error {
    const found = this.#tokens[at] ?? 'the end';
    const why = `${wanted} was expected instead of ${found}`;
    return unreadable(this.#pattern, found === '"' ? `${why}: this double quote is never closed` : why);
  }
}

const MAX_PARENTHESES = 50;

/** Everything is a token, so that what is not understood is seen. */
const TOKENS = /"(?:[^"\\]|\\.)*"|&&|\|\||!=|<=|>=|[{}()=<>]|[^\s{}()=<>"!&|]+|\S/g;
const PATH = /^\$(?:\.[\w-]+|\[\d+\])+$/;
/** A text in quotes, a number, or a word; both texts and words may have `*`. */
const OPERAND = /^(?:"(?:[^"\\]|\\.)*"|[\w.*+-]+)$/;

function memberAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return Array.isArray(at) ? at[step] : undefined;
    return isRecord(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}
