import type { ChangeFilter } from '../../viewer/paths.ts';

/**
 * AWS tells nobody of changes: while a page is looked at, it is told to look again every few seconds, less often when looking takes
 * long. Nothing goes on when nobody looks.
 */
export class ChangeClock {
  readonly #intervals: { readonly oneMs: number; readonly listMs: number };
  #lastTookMs = 0;

  /** @param intervals of pages about one thing, and of those about all */
  constructor(intervals = { oneMs: 5_000, listMs: 15_000 }) {
    this.#intervals = intervals;
  }

  /** How long a page took to read. */
  took(milliseconds: number): void {
    this.#lastTookMs = milliseconds;
  }

  /** @param isFinal whether what is looked at cannot change any more. @returns what ends it */
  follow({ definitionName }: ChangeFilter, isFinal: () => boolean, onChange: () => void): () => void {
    const usualMs = definitionName === undefined ? this.#intervals.listMs : this.#intervals.oneMs;
    let timer: NodeJS.Timeout;
    const wait = (): void => {
      timer = setTimeout(
        () => {
          if (!isFinal()) onChange();
          wait();
        },
        Math.max(usualMs, this.#lastTookMs * REST),
      );
      // What else there is to do decides when the process ends.
      timer.unref();
    };
    wait();
    return () => clearTimeout(timer);
  }
}

/** So many times as long as the work takes there is none. */
const REST = 5;
