import { randomUUID } from 'node:crypto';
import { SpoolFile, type SpoolPart } from '../../core/spool-file.ts';
import { isBase64 } from '../../service/json-pieces.ts';

/**
 * The pictures of an act until its traces are written, and marks that stand in their places in a text until then. Those of a long act
 * are some hundred megabytes: they wait on the disk, and go from there into the bytes of a text without ever being a part of it.
 * Where the disk does not take them, they wait in memory.
 */
export class ActPictures implements Disposable {
  // No prompt and no page can have it.
  readonly #begin = `data:image/${randomUUID()},`;
  readonly #kept: (SpoolPart | string)[] = [];
  readonly #spool: SpoolFile;
  #isOver = false;

  constructor(spool = new SpoolFile()) {
    this.#spool = spool;
  }

  /** @returns its mark; what is no picture, or would be written in another way in JSON or in HTML, is its own */
  keep(image: string): string {
    if (this.#isOver || !isPlain(image)) return image;
    return `${this.#begin}${this.#kept.push(this.#aside(image)) - 1};`;
  }

  /** The bytes of a text, with the pictures in the places of their marks. @throws Error when they cannot be read */
  bytesOf(text: string): Uint8Array<ArrayBuffer> {
    const [first = '', ...others] = text.split(this.#begin);
    const pieces = others.flatMap((piece) => {
      const end = piece.indexOf(';');
      return [this.#kept[Number(piece.slice(0, end))] ?? '', piece.slice(end + 1)];
    });
    return this.#joined([first, ...pieces]);
  }

  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#spool.close();
  }

  #aside(image: string): SpoolPart | string {
    try {
      return this.#spool.add(image);
    } catch {
      return image;
    }
  }

  #joined(pieces: readonly (SpoolPart | string)[]): Uint8Array<ArrayBuffer> {
    const lengthOf = (piece: SpoolPart | string): number =>
      typeof piece === 'string' ? Buffer.byteLength(piece) : piece.length;
    const bytes = new Uint8Array(pieces.reduce((length, piece) => length + lengthOf(piece), 0));
    const buffer = Buffer.from(bytes.buffer);
    let at = 0;
    for (const piece of pieces) {
      if (typeof piece === 'string') buffer.write(piece, at);
      else this.#spool.read(piece, buffer, at);
      at += lengthOf(piece);
    }
    return bytes;
  }
}

/** Whether it stands as it is in JSON and in HTML. */
function isPlain(image: string): boolean {
  const [begin = ''] = /^data:image\/\w+;base64,/.exec(image) ?? [];
  return begin !== '' && isBase64(image.slice(begin.length));
}
