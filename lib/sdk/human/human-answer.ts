import { types } from 'node:util';
import type { Answerer } from '../../contract/question.ts';
import { isEpochMs } from '../../core/is-epoch-ms.ts';
import { isRecord } from '../../core/is-record.ts';
import { cut } from '../../core/thrown.ts';

/** What a person has answered, with what is told of it in the record of the run. */
export interface HumanAnswer {
  /** Whether it is approved, or done. */
  readonly answer: boolean;
  /** Who has answered. @default not known */
  readonly by?: Answerer | undefined;
  /** What the person adds for the record. @default nothing */
  readonly comment?: string | undefined;
  /** When it was answered: a valid date from 1970 to 9999. @default when the function returns */
  readonly at?: Date | undefined;
}

/**
 * Reads what a callback has returned, once. Of names and comments only what can be told is taken.
 *
 * @returns `undefined` for what is no answer
 * @throws Error for a time that is none; whatever its members throw when they are read
 */
export function readHumanAnswer(given: unknown): ReadAnswer | undefined {
  if (typeof given === 'boolean') return { answer: given, at: new Date() };
  if (!isRecord(given)) return undefined;
  const { answer, by, comment, at } = given;
  if (typeof answer !== 'boolean') return undefined;
  return {
    answer,
    by: isRecord(by) ? answererIn(by) : undefined,
    comment: textIn(comment, MAX_COMMENT_LENGTH),
    at: at === undefined ? new Date() : timeIn(at),
  };
}

type ReadAnswer = HumanAnswer & { readonly at: Date };

/** A date of its own: that of others may be changed, or be none. */
function timeIn(at: unknown): Date {
  const milliseconds = types.isDate(at) ? Date.prototype.getTime.call(at) : undefined;
  if (isEpochMs(milliseconds)) return new Date(milliseconds);
  throw new Error('`at` is not a valid Date from 1970 to 9999; leave it out for now');
}

function answererIn(by: Readonly<Record<string, unknown>>): Answerer | undefined {
  const name = textIn(by.name, MAX_NAME_LENGTH);
  const subject = textIn(by.subject, MAX_NAME_LENGTH);
  if (name === undefined && subject === undefined) return undefined;
  return { ...(name !== undefined && { name }), ...(subject !== undefined && { subject }) };
}

function textIn(value: unknown, most: number): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? cut(value, most) : undefined;
}

/** More is not told. */
const MAX_COMMENT_LENGTH = 2_000;
const MAX_NAME_LENGTH = 200;
