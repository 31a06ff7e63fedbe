import { ExplainedError } from './errors.ts';
import { sayUncaught } from './say-uncaught.ts';
import { didYouMean } from './suggest.ts';

/** One thing that is wrong in a description of something. */
export interface Problem {
  /** The place, for example `getting-started.lifecycle.idleTimeoutSeconds`. */
  readonly where: string;
  /** The rule that is broken. */
  readonly what: string;
  /** What was found. */
  readonly got: string;
  /** What would have been accepted. */
  readonly allowed: string;
  /** What to do. */
  readonly fix: string;
}

/** Something is described in a way that cannot be used. Lists every problem at once, each in a line of its own. */
export class ProblemsError extends ExplainedError {
  /** All problems, in the order in which they were found. */
  readonly problems: readonly Problem[];

  /** @param subject what has the problems, such as `workflow catalog` */
  constructor(subject: string, problems: readonly Problem[]) {
    super(describe(subject, problems));
    this.problems = problems;
    // The message says them: Node would print them again below the stack.
    Object.defineProperty(this, 'problems', { enumerable: false });
    sayUncaught(this);
  }
}

function describe(subject: string, problems: readonly Problem[]): string {
  const count = problems.length === 1 ? '1 problem' : `${problems.length} problems`;
  const lines = problems.map((problem, index) => `  ${index + 1}. ${lineOf(problem)}`);
  return `The ${subject} has ${count}:\n${lines.join('\n')}`;
}

/** One line, with a finding of several lines, such as what a bundler says, below it. */
function lineOf({ where, what, got, allowed, fix }: Problem): string {
  const mend = `(allowed: ${allowed}; fix: ${fix})`;
  if (!got.includes('\n')) return `${where} ${what}: ${got} ${mend}`;
  return `${where} ${what} ${mend}:\n${got.replace(/^/gm, '     ')}`;
}

/** A short rendering of a value for a message. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  // JSON has no big numbers, and calls what is not a number null.
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  const text = jsonOf(value) ?? showKind(value);
  return text.length > 80 ? `${text.slice(0, 77)}… (${text.length} characters)` : text;
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // A circle, or a big number within.
    return undefined;
  }
}

/** Kind and size of a value: for what is too much to show, or may be a secret. */
export function showKind(value: unknown): string {
  if (typeof value === 'string') return `${value.length} characters`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

/** Each problem once, where one of a part is also one of the whole. */
export function withoutTwins(problems: readonly Problem[]): Problem[] {
  const said = new Set<string>();
  return problems.filter(({ where, what }) => said.size < said.add(`${where} ${what}`).size);
}

/** The problem of a key that nobody reads. */
export function unknownKey(where: string, key: string, allowed: readonly string[]): Problem {
  const near = didYouMean(key, allowed);
  return {
    where: `${where}.${key}`,
    what: 'is not a known key',
    got: JSON.stringify(key),
    allowed: allowed.join(', '),
    fix: near ? `did you mean "${near}"?` : 'remove it',
  };
}

/** One problem for each key that nobody reads. */
export function unknownKeys(
  where: string,
  value: Readonly<Record<string, unknown>>,
  allowed: readonly string[],
): Problem[] {
  return Object.keys(value)
    .filter((key) => !allowed.includes(key))
    .map((key) => unknownKey(where, key, allowed));
}
