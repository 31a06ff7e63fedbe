import { type Problem, show } from '../../core/problems.ts';
import type { FailureKind } from './failure.ts';
import {
  readCalls,
  readDelay,
  readRate,
  readRetryAfter,
  type WordFault,
  type WordValues,
} from './word-values.ts';

/** The words of a failure after its kind. */
export const FAILURE_WORDS: readonly FailureWord[] = [
  { name: 'every', allowed: 'every', says: 'which', read: () => ({}) },
  { name: 'call', example: '3', allowed: 'call 3', says: 'which', read: (text) => readCalls(text, text) },
  {
    name: 'calls',
    example: '2-4',
    allowed: 'calls 2-4',
    says: 'which',
    read: (text) => {
      const [, first, last] = /^(\d{1,9})-(\d{1,9})$/.exec(text) ?? [];
      return first === undefined ? { no: 'range of calls' } : readCalls(first, last);
    },
  },
  { name: 'first', example: '3', allowed: 'first 3', says: 'which', read: (text) => readCalls('1', text) },
  { name: 'rate', example: '0.2', allowed: 'rate 0.2 (from 0 to 1)', says: 'which', read: readRate },
  {
    name: 'seed',
    example: '7',
    allowed: 'seed 7 (a whole number)',
    says: 'seed',
    read: (text) =>
      /^\d{1,15}$/.test(text) ? { seed: Number(text) } : { no: 'whole number of up to 15 digits' },
  },
  {
    name: 'slow',
    example: '2s',
    allowed: 'slow 500ms or slow 2s (at most a day)',
    says: 'delay',
    kind: 'slow',
    read: readDelay,
  },
  {
    name: 'retry-after',
    example: '2s',
    allowed: 'retry-after 2s (whole seconds)',
    says: 'retry-after',
    kind: 'throttle',
    read: readRetryAfter,
  },
];

/** Reads one word into the values. @returns what is wrong, if something is */
export function readWord(options: {
  readonly word: FailureWord;
  /** What follows the word. */
  readonly argument: string | undefined;
  readonly kind: FailureKind;
  /** Words of the line before this one, with what followed them. */
  readonly said: Map<FailureWord, string>;
  readonly values: WordValues;
}): Omit<Problem, 'where'> | undefined {
  const { word, argument, kind, said, values } = options;
  const { name, allowed, example = '' } = word;
  const got = argument === undefined ? name : `${name} ${argument}`;
  if (word.kind !== undefined && word.kind !== kind) {
    const what = `has "${name}", which only ${word.kind} takes`;
    return { what, got: kind, allowed: word.kind, fix: `leave out ${show(got)}` };
  }
  const before = [...said].find(([{ says }]) => says === word.says);
  if (before !== undefined) {
    const [other, text] = before;
    const what = `has ${other === word ? `"${name}" twice` : `both "${other.name}" and "${name}"`}`;
    const fix = text === got ? `write ${show(got)} once` : `leave out ${show(text)} or ${show(got)}`;
    return { what, got: `${text} … ${got}`, allowed: 'one of them', fix };
  }
  said.set(word, got);
  if (argument === undefined && word.example !== undefined) {
    const what = `has "${name}" without what belongs to it`;
    return { what, got, allowed, fix: `write ${name} ${example}` };
  }
  const read = word.read(argument ?? '');
  if ('no' in read || 'why' in read) {
    const what =
      'no' in read
        ? `has "${name}" with ${show(argument)}, which is no ${read.no}`
        : `has ${got}, ${read.why}`;
    return { what, got, allowed, fix: `write ${name} ${read.write ?? example}` };
  }
  Object.assign(values, read);
  return undefined;
}

/** A word of a failure after its kind, with what may follow it. */
export interface FailureWord {
  readonly name: string;
  /** What may follow it; without one, nothing may. */
  readonly example?: string;
  /** The word with what may follow, for messages. */
  readonly allowed: string;
  /** What it says; a line may say each thing once. */
  readonly says: 'which' | 'delay' | 'retry-after' | 'seed';
  /** The only kind that it may stand at. */
  readonly kind?: FailureKind;
  /** Reads what follows. @returns the fault when that is not allowed */
  readonly read: (argument: string) => WordValues | WordFault;
}
