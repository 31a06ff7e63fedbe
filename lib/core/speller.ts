/** Spells a text. It notes where each stretch of characters is from, and not each character: texts may have megabytes. */
export class Speller implements Spelling {
  text = '';
  readonly #stretches: Stretch[] = [];
  #held: number | undefined;

  /** Characters as they are. */
  add(text: string, at: number): void {
    for (const { 0: part, index } of text.matchAll(PART)) {
      const start = at + index;
      if (this.#held === undefined && !OTHER.test(part)) this.#addSame(part.toLowerCase(), start);
      else this.#addEach(part, start);
    }
  }

  /** What stands for a part of the original. */
  addAs(text: string, start: number, end: number): void {
    const small = text.toLowerCase();
    if (small === '') return;
    if (this.#held === undefined && small.length === 1 && end === start + 1) {
      this.#addSame(small, start);
      return;
    }
    this.#stretches.push({ at: this.text.length, start: this.#held ?? start, end });
    this.text += small;
    this.#held = undefined;
  }

  /** From here on belongs to the next character. */
  hold(start: number): void {
    this.#held ??= start;
  }

  startOf(index: number): number {
    const { at, start, end } = this.#stretchOf(index);
    return end === undefined ? start + index - at : start;
  }

  endOf(index: number): number {
    const { at, start, end = start + index - at + 1 } = this.#stretchOf(index);
    return end;
  }

  #addSame(small: string, start: number): void {
    const last = this.#stretches.at(-1);
    const at = this.text.length;
    const isNext = last !== undefined && last.end === undefined && last.start + at - last.at === start;
    if (!isNext) this.#stretches.push({ at, start, end: undefined });
    this.text += small;
  }

  #addEach(text: string, at: number): void {
    let start = at;
    for (const character of text) {
      const end = start + character.length;
      this.addAs(character, start, end);
      start = end;
    }
  }

  /** The last one that begins there, or before. */
  #stretchOf(index: number): Stretch {
    let [from, to] = [0, this.#stretches.length];
    while (to - from > 1) {
      const middle = (from + to) >> 1;
      if ((this.#stretches[middle]?.at ?? 0) <= index) from = middle;
      else to = middle;
    }
    return this.#stretches[from] ?? { at: 0, start: 0, end: undefined };
  }
}

/** A text in another spelling, and where each of its characters stood in the original. */
export interface Spelling {
  readonly text: string;
  /** Where what stands for a character begins in the original. */
  startOf(index: number): number;
  /** Where it ends. */
  endOf(index: number): number;
}

/** Characters that follow each other here. */
interface Stretch {
  /** Where it begins here. */
  readonly at: number;
  readonly start: number;
  /** Where all of it ends in the original; `undefined` if its characters follow each other there, too. */
  readonly end: number | undefined;
}

/**
 * Characters whose small forms are as long as they are, whatever is beside them; or one of the others. Not all of a text at once:
 * for each of them there is a way back to remember, for which there is not room for megabytes.
 */
const PART = /[^\u0130\u03a3\u{10000}-\u{10ffff}]{1,4096}|./gsu;
const OTHER = /[\u0130\u03a3\u{10000}-\u{10ffff}]/u;
