/** What the words of a line say. */
export interface WordValues {
  first?: number;
  last?: number;
  rate?: number;
  seed?: number;
  delayMs?: number;
  retryAfterSeconds?: number;
}

/** Why what follows a word cannot be read: it is no such thing at all, or it is one, with something wrong. */
export type WordFault = ({ readonly no: string } | { readonly why: string }) & {
  /** What was probably meant. */
  readonly write?: string | undefined;
};

/** The calls from one to another. Calls are counted from 1. */
export function readCalls(first: string | undefined, last: string | undefined): WordValues | WordFault {
  const range = { first: whole(first), last: whole(last) };
  if (Number.isNaN(range.first + range.last)) return { no: 'whole number of up to 9 digits' };
  if (range.first < 1 || range.last < 1) return { why: 'but calls are counted from 1' };
  if (range.last < range.first) return { why: 'which ends before it begins', write: `${last}-${first}` };
  return range;
}

export function readRate(text: string): WordValues | WordFault {
  if (!/^\d*\.?\d+$/.test(text)) return { no: 'number from 0 to 1' };
  const rate = Number(text);
  return rate <= 1 ? { rate } : { why: 'which is more than 1' };
}

export function readDelay(text: string): WordValues | WordFault {
  const delayMs = milliseconds(text);
  if (Number.isNaN(delayMs)) return noTime(text);
  return delayMs <= MAX_DELAY_MS ? { delayMs } : { why: 'which is more than a day' };
}

export function readRetryAfter(text: string): WordValues | WordFault {
  const delay = readDelay(text);
  if (!('delayMs' in delay) || delay.delayMs === undefined) return delay;
  const retryAfterSeconds = delay.delayMs / 1000;
  return Number.isInteger(retryAfterSeconds)
    ? { retryAfterSeconds }
    : { why: 'which is not whole seconds', write: `${Math.ceil(retryAfterSeconds)}s` };
}

const MAX_DELAY_MS = 24 * 60 * 60_000;

function milliseconds(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(text) ?? [];
  return Number(amount) * (unit === 's' ? 1000 : 1);
}

/** A number without a unit was most probably meant in seconds. */
function noTime(text: string): WordFault {
  return { no: 'time', write: milliseconds(`${text}s`) <= MAX_DELAY_MS ? `${text}s` : undefined };
}

function whole(text: string | undefined): number {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
}
