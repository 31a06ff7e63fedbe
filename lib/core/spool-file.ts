import { randomUUID } from 'node:crypto';
import { close, closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Texts of ASCII that wait on the disk, in a file without a name: nobody else finds it, and it goes with the process. */
export class SpoolFile {
  readonly #folder: string;
  #fd: number | undefined;
  #size = 0;

  constructor(folder = tmpdir()) {
    this.#folder = folder;
  }

  /** @returns where it is. @throws Error when the disk does not take it */
  add(text: string): SpoolPart {
    this.#fd ??= openNameless(this.#folder);
    const part = { offset: this.#size, length: text.length };
    if (writeSync(this.#fd, text, part.offset, 'latin1') !== part.length)
      throw new Error('Only a part of it was written.');
    this.#size += part.length;
    return part;
  }

  /** Reads one into a buffer. @throws Error when it is not there in full */
  read({ offset, length }: SpoolPart, into: Buffer, at: number): void {
    for (let done = 0; done < length; ) {
      const count =
        this.#fd === undefined ? 0 : readSync(this.#fd, into, at + done, length - done, offset + done);
      if (count === 0) throw new Error('What waited on the disk is not there any more.');
      done += count;
    }
  }

  /** Never fails: nobody wants what it has any more. */
  close(): void {
    const fd = this.#fd;
    this.#fd = undefined;
    this.#size = 0;
    if (fd !== undefined) close(fd, () => undefined);
  }
}

/** A part of a file, in bytes. */
export interface SpoolPart {
  readonly offset: number;
  readonly length: number;
}

function openNameless(folder: string): number {
  const file = path.join(folder, `nova-act-${randomUUID()}`);
  const fd = openSync(file, 'wx+', 0o600);
  try {
    rmSync(file);
  } catch (error) {
    closeSync(fd);
    rmSync(file, { force: true });
    throw error;
  }
  return fd;
}
