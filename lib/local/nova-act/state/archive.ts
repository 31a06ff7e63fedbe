import { type Extent, type Line, LineFile } from './line-file.ts';

/** A file in which entries of an index have their lines. Of several lines of an entry the last counts. */
export class Archive {
  readonly #file: LineFile;
  /** Of the lines that count. */
  #usedBytes = 0;

  constructor(file: string) {
    this.#file = new LineFile(file);
  }

  get path(): string {
    return this.#file.path;
  }

  lines(): Generator<Line> {
    return this.#file.lines();
  }

  read(place: Extent): Buffer {
    return this.#file.read(place);
  }

  /** Adds lines at the end, and waits until the disk has them. Entries are then found there. */
  add(lines: readonly ArchiveLine[]): void {
    const texts = lines.map(({ text }) => `${text}\n`);
    let offset = this.#file.append(texts.join(''));
    this.#file.sync();
    for (const [index, { entry }] of lines.entries()) {
      const length = Buffer.byteLength(texts[index] ?? '');
      if (entry !== undefined) this.place(entry, { offset, length });
      offset += length;
    }
  }

  /** The line of an entry is here. */
  place(entry: Placed, place: Extent): void {
    this.#usedBytes += place.length - (entry.place?.length ?? 0);
    entry.place = place;
  }

  /** The line of an entry does not count any more. */
  forget(entry: Placed): void {
    this.#usedBytes -= entry.place?.length ?? 0;
    entry.place = undefined;
  }

  /** Whether most of it does not count, and writing it anew is worth while. */
  isWasteful(atLeastBytes: number): boolean {
    return this.#file.size - this.#usedBytes > Math.max(this.#usedBytes, atLeastBytes);
  }

  /** Writes it anew, with nothing but the lines of these entries. */
  rewrite(entries: readonly Placed[]): void {
    const placed = entries.flatMap((entry) =>
      entry.place === undefined ? [] : [{ entry, place: entry.place }],
    );
    placed.sort((a, b) => a.place.offset - b.place.offset);
    const file = this.#file;
    file.replace(
      (function* () {
        for (const { place } of placed) yield file.read(place);
      })(),
    );
    this.#usedBytes = 0;
    for (const { entry, place } of placed) {
      entry.place = { offset: this.#usedBytes, length: place.length };
      this.#usedBytes += place.length;
    }
  }

  close(): void {
    this.#file.close();
  }
}

/** What has a line in an archive, if it has. */
export interface Placed {
  place: Extent | undefined;
}

/** A line without its end, and whose it is. */
export interface ArchiveLine {
  readonly text: string;
  readonly entry?: Placed | undefined;
}
