import { type Problem, show, showKind } from '../../core/problems.ts';
import { didYouMean } from '../../core/suggest.ts';
import { SERVED_OPERATIONS } from '../served.ts';
import { ANY_OPERATION, FAILURE_KINDS, type Failure, type FailureKind, type FailureRule } from './failure.ts';
import { FAILURE_WORDS, type FailureWord, readWord } from './failure-words.ts';
import type { WordValues } from './word-values.ts';

/** Reads lines that are meant as failures. Says of everything that cannot be read why; nothing is thrown. */
export function readFailures(
  lines: unknown,
  where: string,
): { readonly rules: readonly FailureRule[]; readonly problems: readonly Problem[] } {
  if (lines === undefined) return { rules: [], problems: [] };
  if (!Array.isArray(lines)) return { rules: [], problems: [noList(lines, where)] };
  const read = lines.map((line: unknown, index) => readLine(line, `${where}[${index}]`));
  return {
    rules: read.flatMap((result) => ('rule' in result ? [result.rule] : [])),
    problems: read.flatMap((result) => ('problem' in result ? [result.problem] : [])),
  };
}

/** What is wrong with one line, if something is. */
export function problemOfFailure(line: string, where: string): Problem | undefined {
  const result = readLine(line, where);
  return 'problem' in result ? result.problem : undefined;
}

/** Whether a line can be read as a failure. */
export function isFailure(line: string): line is Failure {
  return 'rule' in readLine(line, '');
}

type LineResult = { readonly rule: FailureRule } | { readonly problem: Problem };

function readLine(line: unknown, where: string): LineResult {
  if (typeof line !== 'string') return { problem: notText(line, where) };
  if (/[;\n]/.test(line.trim())) return { problem: notOne(line, where) };
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
  const said = new Map<FailureWord, string>();
  for (let name = rest.shift(); name !== undefined; name = rest.shift()) {
    const word = FAILURE_WORDS.find((candidate) => candidate.name === name);
    if (word === undefined) {
      const names = FAILURE_WORDS.map(({ name: known }) => known).filter((known) => known !== 'slow');
      return unknownWord({ where, what: 'has a word that is not known here', got: name }, names);
    }
    const argument = word.example === undefined ? undefined : rest.shift();
    const fault = readWord({ word, argument, kind, said, values });
    if (fault !== undefined) return { problem: { where, ...fault } };
  }
  if (values.seed !== undefined && values.rate === undefined) {
    return { problem: seedAlone(values.seed, where) };
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

const OPERATIONS: readonly string[] = [ANY_OPERATION, ...SERVED_OPERATIONS];

function isKind(word: string): word is FailureKind {
  return FAILURE_KINDS.some((kind) => kind === word);
}

const FORM = '"<operation> <how> [<which calls>]", such as "UpdateWorkflowRun 500 first 3"';

function noList(given: unknown, where: string): Problem {
  const isText = typeof given === 'string';
  return {
    where,
    what: 'is not a list of failures',
    got: isText ? show(given) : showKind(given),
    allowed: `a list of ${FORM}`,
    fix: `write ${listOf(isText ? given : 'UpdateWorkflowRun 500 first 3')}`,
  };
}

function notText(line: unknown, where: string): Problem {
  return { where, what: 'is not text', got: showKind(line), allowed: FORM, fix: 'write it in this form' };
}

function notOne(line: string, where: string): Problem {
  return {
    where,
    what: 'is not one failure',
    got: show(line),
    allowed: 'one failure an item; ";" is for the command line only',
    fix: `write one failure an item: ${listOf(line)}`,
  };
}

/** The list that was meant by a text in the form of the command line. */
function listOf(text: string): string {
  const lines = text.split(/[;\n]/).map((line) => line.trim());
  return `[${lines
    .filter((line) => line !== '')
    .map(show)
    .join(', ')}]`;
}

function seedAlone(seed: number, where: string): Problem {
  return {
    where,
    what: 'has a seed without a rate',
    got: `seed ${seed}`,
    allowed: `rate 0.2 seed ${seed}`,
    fix: `leave out "seed ${seed}", or choose the calls by a rate`,
  };
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
