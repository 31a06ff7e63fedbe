import { type Problem, show, showKind } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import {
  ANY_OPERATION,
  FAILING_OPERATIONS,
  FAILURE_KINDS,
  type Failure,
  type FailureKind,
  type FailureRule,
} from './failure.ts';
import { FAILURE_WORDS, type FailureWord, readWord, type WordValues } from './failure-words.ts';

/** Reads lines that are meant as failures. Says of everything that cannot be read why; nothing is thrown. */
export function readFailures(
  lines: unknown,
  where: string,
): { readonly rules: readonly FailureRule[]; readonly problems: readonly Problem[] } {
  if (lines === undefined) return { rules: [], problems: [] };
  if (!Array.isArray(lines)) {
    return { rules: [], problems: [problem(where, 'is not a list of failures', showKind(lines))] };
  }
  const read = lines.map((line: unknown, index) => readLine(line, `${where}[${index}]`));
  return {
    rules: read.flatMap((result) => ('rule' in result ? [result.rule] : [])),
    problems: read.flatMap((result) => ('problem' in result ? [result.problem] : [])),
  };
}

/** Whether a line can be read as a failure. */
export function isFailure(line: string): line is Failure {
  return 'rule' in readLine(line, '');
}

type LineResult = { readonly rule: FailureRule } | { readonly problem: Problem };

function readLine(line: unknown, where: string): LineResult {
  if (typeof line !== 'string') return { problem: problem(where, 'is not text', showKind(line)) };
  const [operation = '', kind = '', ...words] = line.trim().split(/\s+/);
  if (!OPERATIONS.includes(operation)) {
    return unknownWord({ where, what: 'does not begin with an operation', got: operation }, OPERATIONS);
  }
  if (!isKind(kind)) {
    return unknownWord({ where, what: `does not say how ${operation} fails`, got: kind }, FAILURE_KINDS);
  }
  return readRest({ operation, kind, words, where });
}

function readRest(line: {
  readonly operation: string;
  readonly kind: FailureKind;
  readonly words: readonly string[];
  readonly where: string;
}): LineResult {
  const { operation, kind, where } = line;
  const rest = kind === 'slow' ? ['slow', ...line.words] : [...line.words];
  const values: WordValues = {};
  const said = new Set<FailureWord>();
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const word = FAILURE_WORDS.find((candidate) => candidate.name === name);
    if (word === undefined) {
      const names = FAILURE_WORDS.map(({ name: known }) => known).filter((known) => known !== 'slow');
      return unknownWord({ where, what: 'has a word that is not known here', got: name }, names);
    }
    const fault = readWord({ word, argument: word.takes && rest.shift(), kind, said, values });
    if (fault !== undefined) return { problem: problem(where, fault.what, fault.got, fault.allowed) };
  }
  if (values.seed !== undefined && values.rate === undefined) {
    return { problem: problem(where, 'has a seed without a rate', `seed ${values.seed}`, 'rate 0.2 seed 7') };
  }
  const { first = 1, last = Number.POSITIVE_INFINITY, rate, seed = 1, delayMs, retryAfterSeconds } = values;
  return {
    rule: {
      operation,
      kind,
      calls: rate === undefined ? { first, last } : { rate, seed },
      ...(delayMs !== undefined && { delayMs }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
  };
}

const OPERATIONS: readonly string[] = [ANY_OPERATION, ...FAILING_OPERATIONS];

function isKind(word: string): word is FailureKind {
  return FAILURE_KINDS.some((kind) => kind === word);
}

const FORM = '"<operation> <how> [<which calls>]", such as "UpdateWorkflowRun 500 first 3"';

function problem(where: string, what: string, got: string, allowed: string = FORM): Problem {
  return { where, what, got, allowed, fix: `write ${allowed === FORM ? 'it in this form' : 'one of these'}` };
}

function unknownWord(
  said: { readonly where: string; readonly what: string; readonly got: string },
  known: readonly string[],
): LineResult {
  const near = didYouMean(said.got, known);
  const got = said.got === '' ? 'nothing' : show(said.got);
  const fix = near === undefined ? `write ${FORM}` : `did you mean "${near}"?`;
  return { problem: { ...said, got, allowed: known.join(', '), fix } };
}
