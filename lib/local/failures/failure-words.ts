import type { FailureKind } from './failure.ts';

/** The words of a failure after its kind. */
export const FAILURE_WORDS: readonly FailureWord[] = [
  { name: 'every', takes: false, allowed: 'every', says: 'which', read: () => ({}) },
  {
    name: 'call',
    takes: true,
    allowed: 'call 3',
    says: 'which',
    read: (text) => inOrder(whole(text), whole(text)),
  },
  {
    name: 'calls',
    takes: true,
    allowed: 'calls 2-4',
    says: 'which',
    read: (text) => {
      const [, first, last] = /^(\d+)-(\d+)$/.exec(text) ?? [];
      return inOrder(whole(first), whole(last));
    },
  },
  { name: 'first', takes: true, allowed: 'first 3', says: 'which', read: (text) => inOrder(1, whole(text)) },
  {
    name: 'rate',
    takes: true,
    allowed: 'rate 0.2 (from 0 to 1)',
    says: 'which',
    read: (text) => {
      const rate = /^\d*\.?\d+$/.test(text) ? Number(text) : Number.NaN;
      return rate <= 1 ? { rate } : undefined;
    },
  },
  {
    name: 'seed',
    takes: true,
    allowed: 'seed 7 (a whole number)',
    says: 'seed',
    read: (text) => (/^\d{1,15}$/.test(text) ? { seed: Number(text) } : undefined),
  },
  {
    name: 'slow',
    takes: true,
    allowed: 'slow 500ms or slow 2s (at most a day)',
    says: 'delay',
    kind: 'slow',
    read: (text) => {
      const delayMs = milliseconds(text);
      return delayMs === undefined ? undefined : { delayMs };
    },
  },
  {
    name: 'retry-after',
    takes: true,
    allowed: 'retry-after 2s (whole seconds)',
    says: 'retry-after',
    kind: 'throttle',
    read: (text) => {
      const delayMs = milliseconds(text);
      return delayMs === undefined || delayMs % 1000 !== 0
        ? undefined
        : { retryAfterSeconds: delayMs / 1000 };
    },
  },
];

/** Reads one word into the values. @returns what is wrong, if something is */
export function readWord(options: {
  readonly word: FailureWord;
  /** What follows the word. */
  readonly argument: string | false | undefined;
  readonly kind: FailureKind;
  /** Words of the line before this one. */
  readonly said: Set<FailureWord>;
  readonly values: WordValues;
}): { readonly what: string; readonly got: string; readonly allowed: string } | undefined {
  const { word, argument, kind, said, values } = options;
  const { name, allowed } = word;
  if (word.kind !== undefined && word.kind !== kind) {
    return { what: `has "${name}", which only ${word.kind} takes`, got: kind, allowed: word.kind };
  }
  const before = [...said].find(({ says }) => says === word.says);
  if (before !== undefined) {
    const twice = before === word ? `"${name}" twice` : `both "${before.name}" and "${name}"`;
    return { what: `has ${twice}`, got: `${before.name} … ${name}`, allowed: 'one of them' };
  }
  said.add(word);
  const read = word.read(argument || '');
  if (read !== undefined) {
    Object.assign(values, read);
    return undefined;
  }
  return { what: `has "${name}" without what belongs to it`, got: `${name} ${argument || ''}`, allowed };
}

/** A word of a failure after its kind, with what may follow it. */
export interface FailureWord {
  readonly name: string;
  /** Whether another word belongs to it. */
  readonly takes: boolean;
  /** What may follow, for messages. */
  readonly allowed: string;
  /** What it says; a line may say each thing once. */
  readonly says: 'which' | 'delay' | 'retry-after' | 'seed';
  /** The only kind that it may stand at. */
  readonly kind?: FailureKind;
  /** Reads what follows. @returns `undefined` when that is not allowed */
  readonly read: (argument: string) => WordValues | undefined;
}

/** What the words of a line say. */
export interface WordValues {
  first?: number;
  last?: number;
  rate?: number;
  seed?: number;
  delayMs?: number;
  retryAfterSeconds?: number;
}

const MAX_DELAY_MS = 24 * 60 * 60_000;

function milliseconds(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  const delayMs = Number(amount) * (unit === 's' ? 1000 : 1);
  return delayMs >= 0 && delayMs <= MAX_DELAY_MS ? delayMs : undefined;
}

function whole(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}

/** Calls are counted from 1. */
function inOrder(first: number, last: number): WordValues | undefined {
  return first >= 1 && last >= first ? { first, last } : undefined;
}
