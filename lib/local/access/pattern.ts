import { type Truth, Undecided } from './truth.ts';

/** A text of a policy, with its wildcards and variables. */
export class Pattern {
  readonly #parts: readonly Part[];
  readonly #reasons: readonly string[];
  readonly #isVoid: boolean;

  /**
   * @param text such as `arn:aws:s3:::bucket/${aws:PrincipalAccount}/*`
   * @param options.wildcards what `*` and `?` stand for; `none`: for themselves
   * @param options.lookUp the values of variables. @default - there are no variables: `${` stands for itself
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
   */
  constructor(text: string, options: PatternOptions) {
    const parts: Part[] = [];
    const reasons: string[] = [];
    let colons = 0;
    const add = (literal: string): void => {
      parts.push(...literal);
      colons += literal.split(':').length - 1;
    };
    const { wildcards, lookUp } = options;
    for (const [token, name, fallback] of text.matchAll(lookUp === undefined ? CHARACTERS : TOKENS)) {
      if (name !== undefined) {
        const value = ESCAPES.includes(name) ? [name] : lookUp?.(name.trim());
        if (!(value instanceof Undecided) && value?.length === 1) add(value.join());
        else if (value === undefined && fallback !== undefined) add(fallback);
        else {
          reasons.push(...(value instanceof Undecided ? value.reasons : [`${name} has no value`]));
          parts.push(MANY);
        }
      } else if (wildcards === 'none' || (token !== '*' && token !== '?')) add(token);
      else parts.push(token === '?' ? ONE : manyIn(wildcards, colons));
    }
    this.#parts = wildcards === 'resource' ? withOpenEnds(parts) : parts;
    this.#reasons = reasons;
    // Components are compared one by one, and there are six; a value that is not known may hold some.
    this.#isVoid = wildcards === 'arn' && colons < ARN_COLONS && reasons.length === 0;
  }

  matches(value: string): Truth {
    if (this.#isVoid || !fits(this.#parts, value)) return false;
    return this.#reasons.length === 0 ? true : new Undecided(...this.#reasons);
  }
}

/** How a {@link Pattern} is read. */
export interface PatternOptions {
  /**
   * `text`: `*` is any text. `resource`: as in `Resource`, where `*` ends at a colon unless it is the last character of a segment, and
   * missing segments are any. `arn`: as in `ArnLike`, component by component.
   *
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
   * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
   */
  readonly wildcards: 'none' | 'text' | 'resource' | 'arn';
  readonly lookUp?: ((variable: string) => VariableValue) | undefined;
}

/** The values of a key of the request: `undefined` when it is known that the request has no such key. */
export type VariableValue = readonly string[] | undefined | Undecided;

const ONE = Symbol('one character');
const MANY = Symbol('any text');
const MANY_WITHIN = Symbol('any text without colons');

/** A character, or what stands for some. */
type Part = string | typeof ONE | typeof MANY | typeof MANY_WITHIN;

/** Between the six components of an ARN. */
const ARN_COLONS = 5;
/** Variables that stand for a character which would mean something else. */
const ESCAPES: readonly string[] = ['*', '?', '$'];
const CHARACTERS = /./gsu;
/** A variable, with its default value if it has one, or a character. */
const TOKENS = /\$\{([^},]+)(?:,\s*'([^']*)')?\s*\}|./gsu;

function manyIn(wildcards: PatternOptions['wildcards'], colons: number): Part {
  if (wildcards === 'text') return MANY;
  return wildcards === 'arn' && colons >= ARN_COLONS ? MANY : MANY_WITHIN;
}

/** A `*` at the end of a segment goes on beyond it, and what is missing of the six segments is any. */
function withOpenEnds(parts: readonly Part[]): readonly Part[] {
  const open = parts.map((part, index) => {
    const next = parts[index + 1];
    return part === MANY_WITHIN && (next === undefined || next === ':') ? MANY : part;
  });
  const isIncomplete = parts.filter((part) => part === ':').length < ARN_COLONS && parts.length > 1;
  return isIncomplete ? [...open, ':', MANY] : open;
}

/** Whether a text is one of those that the parts stand for; in time that grows with the product of both lengths. */
function fits(parts: readonly Part[], text: string): boolean {
  /** By the number of parts: whether these stand for what has been read. */
  let reached = [true];
  for (const part of parts) reached.push(reached.at(-1) === true && isMany(part));
  for (const character of text) {
    const next = [false];
    for (const [index, part] of parts.entries()) {
      const goesOn = isMany(part)
        ? next[index] === true || (reached[index + 1] === true && admits(part, character))
        : reached[index] === true && admits(part, character);
      next.push(goesOn);
    }
    reached = next;
  }
  return reached.at(-1) === true;
}

function isMany(part: Part): boolean {
  return part === MANY || part === MANY_WITHIN;
}

function admits(part: Part, character: string): boolean {
  if (typeof part === 'string') return part === character;
  return part !== MANY_WITHIN || character !== ':';
}
