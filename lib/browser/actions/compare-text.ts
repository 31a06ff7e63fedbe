import type { FieldReading, ShownField } from './field-reading.ts';
import { groups, isSameMeaning, letters } from './same-meaning.ts';

/** Compares what was typed with what the page shows of it. */
export function compareText(wanted: string, { fields, row, around, editor }: FieldReading): TextVerdict {
  const first = fields.find(({ isForeign }) => !isForeign);
  const likeness = fields.map((field) => ({ field, likeness: likenessOf(wanted, field) }));
  const taken =
    likeness.find((each) => each.likeness === 'same') ??
    likeness.find((each) => each.likeness === 'formatted');
  // The real field of an editor says little: it has what is selected, or what was typed last.
  if (editor !== undefined && (editor.now !== editor.before || first === undefined)) {
    const verdict = inEditor(wanted, editor);
    if (first === undefined && verdict !== 'taken') return { is: 'unreadable' };
    if (verdict === 'taken') return { is: 'taken' };
    if (verdict === 'left' || taken === undefined)
      return { is: 'different', shown: editor.now, isSecret: false };
  }
  if (taken?.likeness === 'same') return { is: 'taken' };
  // A code may be there already; of other fields, one that has not changed has nothing of what was typed.
  const isShared =
    row.some(({ text, before }, index) => index > 0 && text !== before) ||
    (row.length >= 4 && row.every(({ isBox }) => isBox));
  if (isShared && wanted.trim() !== '' && isSameMeaning(wanted, row.map(({ text }) => text).join(' ')))
    return { is: 'taken' };
  if (taken !== undefined) return { is: 'formatted', ...shown(taken.field) };
  if (
    first?.text.trim() === '' &&
    wanted.trim() !== '' &&
    (hasGained(wanted, around) || isEmptied(wanted, row))
  )
    return { is: 'emptied' };
  return first === undefined ? { is: 'gone' } : { is: 'different', ...shown(first) };
}

/** Whether a field that shows another text still has its old one, beside what was typed. */
export function hasKeptOld(wanted: string, reading: FieldReading): boolean {
  const [first] = reading.fields;
  if (compareText(wanted, reading).is !== 'different') return false;
  const [old, now] = [letters(first?.before ?? ''), letters(first?.text ?? '')];
  return old !== '' && now.length > old.length && now.includes(old);
}

/** What has become of a text. */
export type TextVerdict =
  | { readonly is: 'taken' }
  /** The same letters and digits, or the same number, written otherwise. */
  | ({ readonly is: 'formatted' } & Shown)
  | ({ readonly is: 'different' } & Shown)
  /** The field is empty again, and what was typed is beside it, or was a code that is checked when it is whole. */
  | { readonly is: 'emptied' }
  /** There is no field any more. */
  | { readonly is: 'gone' }
  /** The page has heard the keys, and shows nothing that tells what it did with them. */
  | { readonly is: 'unreadable' };

interface Shown {
  readonly shown: string;
  readonly isSecret: boolean;
}

const shown = ({ text, isSecret }: ShownField): Shown => ({ shown: text, isSecret });

function likenessOf(wanted: string, field: ShownField): 'same' | 'formatted' | 'different' {
  const text = field.text.replace(INVISIBLE, '').normalize();
  const given = wanted.replace(/\r\n?/g, '\n').normalize();
  if (text === given) return 'same';
  if (field.isRich && given.trim() === '') {
    // What is left may be a placeholder; what was there before is none.
    return text.trim() !== '' && field.before.includes(text.trim()) ? 'different' : 'same';
  }
  if (field.isRich && words(text) === words(given)) return 'same';
  return isSameMeaning(given, text) || isCompleted(given, text, field) ? 'formatted' : 'different';
}

/** Pages complete names: in a field, the rest is selected; in rich text, the name stands in place of its beginning. */
function isCompleted(wanted: string, text: string, { isRich, before, selectedEnd }: ShownField): boolean {
  const given = letters(wanted);
  if (!/\p{L}/u.test(given) || groups(wanted).join() !== groups(text).join()) return false;
  if (selectedEnd !== '') return given === letters(text.slice(0, -selectedEnd.length));
  return isRich && before.trim() === '' && letters(text).includes(given);
}

/** Whether every part of a list stands beside the field now, where pages put what was entered. */
function hasGained(wanted: string, { before, now }: { before: string; now: string }): boolean {
  const parts = wanted
    .split(/[,;\n]/)
    .map(tokens)
    .filter((part) => part !== '  ');
  const count = (text: string, part: string): number => tokens(text).split(part).length;
  return parts.length > 0 && parts.every((part) => count(now, part) > count(before, part));
}

/** Boxes of one character each, all empty: the page has begun to check the code. */
function isEmptied(wanted: string, row: FieldReading['row']): boolean {
  return (
    row.length > 1 &&
    row.length === [...letters(wanted)].length &&
    row.every(({ text, isBox }) => isBox && text === '')
  );
}

/** By the lines that can be seen, which need not be all: what was there may be left beside it. */
function inEditor(
  wanted: string,
  { before, now }: { before: string; now: string },
): 'taken' | 'left' | 'unseen' {
  const shows = dense(now);
  const lastLine =
    wanted
      .split('\n')
      .map(dense)
      .findLast((line) => line !== '') ?? '';
  if (!shows.includes(lastLine.slice(-SEEN_CHARACTERS))) return 'unseen';
  // Numbers of lines stay, and stand between them.
  const old = before
    .split('\n')
    .map(dense)
    .filter((line) => line !== '' && !/^\d+$/.test(line));
  const left = old.filter((line) => shows.includes(line) && !dense(wanted).includes(line));
  return left.length * 2 <= old.length ? 'taken' : 'left';
}

/** The end of a long text is where the cursor is, so it is on the screen; a long line may be broken. */
const SEEN_CHARACTERS = 30;
/** Marks that editors put where the cursor is. */
const INVISIBLE = /[\u200b\u2060\ufeff]/g;

const dense = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/g, '');
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
const tokens = (text: string): string => ` ${text.replace(/[^\p{L}\p{N}]+/gu, '  ').trim()} `;
