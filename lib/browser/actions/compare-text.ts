import type { FieldReading, ShownField } from './field-watch.ts';

/** Compares what was typed with what the page shows of it. */
export function compareText(wanted: string, { fields, row, editor }: FieldReading): TextVerdict {
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
  if (row !== '' && letters(row) === letters(wanted)) return { is: 'taken' };
  if (taken !== undefined) return { is: 'formatted', ...shown(taken.field) };
  return first === undefined ? { is: 'gone' } : { is: 'different', ...shown(first) };
}

/** What has become of a text. */
export type TextVerdict =
  | { readonly is: 'taken' }
  /** The same letters and digits, or the same number, written otherwise. */
  | ({ readonly is: 'formatted' } & Shown)
  | ({ readonly is: 'different' } & Shown)
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
  const text = field.text.replace(INVISIBLE, '');
  const given = wanted.replace(/\r\n?/g, '\n');
  if (text === given) return 'same';
  if (field.isRich && given.trim() === '') {
    // What is left may be a placeholder; what was there before is none.
    return text.trim() !== '' && field.before.includes(text.trim()) ? 'different' : 'same';
  }
  if (field.isRich && words(text) === words(given)) return 'same';
  if (NUMBER.test(given.trim()) && numbersIn(text).includes(Number(given.replace(',', '.'))))
    return 'formatted';
  // A sign or a point that is lost makes another number.
  const isAlike = letters(text) === letters(given) && letters(given) !== '';
  return isAlike && !SIGNED_NUMBER.test(given.trim()) ? 'formatted' : 'different';
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
const NUMBER = /^[-+]?\d+([.,]\d+)?$/;
const SIGNED_NUMBER = /^(-\d+([.,]\d+)?|\+?\d+[.,]\d+)$/;

const dense = (text: string): string => text.replace(INVISIBLE, '').replace(/\s+/g, '');
const words = (text: string): string => text.replace(/\s+/g, ' ').trim();
const letters = (text: string): string => text.replace(/[^\p{L}\p{M}\p{N}]+/gu, '').toLowerCase();

/** The numbers that a text may mean, by both ways of writing thousands and decimals. */
function numbersIn(text: string): number[] {
  const digits = text.replace(/[^\d.,-]/g, '');
  if (digits === '') return [];
  return [digits.replaceAll(',', ''), digits.replaceAll('.', '').replace(',', '.')].map(Number);
}
