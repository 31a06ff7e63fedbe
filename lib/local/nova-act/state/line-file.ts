import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { hasCode } from '../../../core/errors.ts';
import { PRIVATE } from '../../invocation-store.ts';

/**
 * A file of lines that grows at its end. What `append` has written survives the end of the process; what `sync` was called
 * for survives the end of the machine.
 *
 * The file is opened when it is first needed, and again after `close`.
 */
export class LineFile {
  readonly path: string;
  #fd: number | undefined;
  #size = 0;

  constructor(file: string) {
    this.path = file;
  }

  /** In bytes. Known after `lines`, or the first change. */
  get size(): number {
    return this.#size;
  }

  /**
   * All lines, first to last. What a killed process has left without its end was never answered: it is cut off. The bytes
   * of a line are valid until the next one is asked for.
   */
  *lines(): Generator<Line> {
    if (!fs.existsSync(this.path)) return;
    const fd = this.#open();
    let chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let [offset, filled, number] = [0, 0, 0];
    for (;;) {
      const read = fs.readSync(fd, chunk, filled, chunk.length - filled, offset + filled);
      if (read === 0) break;
      filled += read;
      let start = 0;
      for (;;) {
        const end = chunk.subarray(0, filled).indexOf(NEWLINE, start);
        if (end === -1) break;
        number += 1;
        yield { bytes: chunk.subarray(start, end), offset: offset + start, number };
        start = end + 1;
      }
      offset += start;
      chunk.copyWithin(0, start, filled);
      filled -= start;
      if (filled === chunk.length) chunk = Buffer.concat([chunk], chunk.length * 2);
    }
    if (filled > 0) fs.ftruncateSync(fd, offset);
    this.#size = offset;
  }

  /**
   * Adds text that ends with a line. All of it is there afterwards or, when this throws, nothing.
   *
   * @returns the offset of its first byte
   */
  append(text: string): number {
    const fd = this.#open();
    const offset = this.#size;
    const bytes = Buffer.from(text);
    try {
      writeAll(fd, bytes, offset);
    } catch (error) {
      // A full disk takes the beginning of a line. If not even this works, the next line is written over it.
      ignoreFailure(() => fs.ftruncateSync(fd, offset));
      throw error;
    }
    this.#size += bytes.length;
    return offset;
  }

  read({ offset, length }: Extent): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    const read = fs.readSync(this.#open(), bytes, 0, length, offset);
    return bytes.subarray(0, read);
  }

  /** Waits until the disk has it. */
  sync(): void {
    fs.fdatasyncSync(this.#open());
  }

  /** Removes all lines. */
  clear(): void {
    fs.ftruncateSync(this.#open(), 0);
    this.#size = 0;
  }

  /** Puts other content in its place, in one move: whoever is killed meanwhile leaves all the old lines or all the new. */
  replace(parts: Iterable<Buffer>): void {
    const temporary = `${this.path}.${randomUUID()}.tmp`;
    const fd = fs.openSync(temporary, 'wx', PRIVATE.mode);
    let size = 0;
    try {
      for (const part of parts) {
        writeAll(fd, part, size);
        size += part.length;
      }
      fs.fdatasyncSync(fd);
      fs.renameSync(temporary, this.path);
    } catch (error) {
      fs.rmSync(temporary, { force: true });
      throw error;
    } finally {
      fs.closeSync(fd);
    }
    this.close();
  }

  close(): void {
    if (this.#fd !== undefined) fs.closeSync(this.#fd);
    this.#fd = undefined;
  }

  #open(): number {
    if (this.#fd !== undefined) return this.#fd;
    const flags = fs.constants.O_RDWR | fs.constants.O_CREAT;
    try {
      this.#fd = fs.openSync(this.path, flags, PRIVATE.mode);
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error;
      fs.mkdirSync(path.dirname(this.path), { recursive: true, mode: PRIVATE.dirMode });
      this.#fd = fs.openSync(this.path, flags, PRIVATE.mode);
    }
    this.#size = fs.fstatSync(this.#fd).size;
    return this.#fd;
  }
}

/** A part of a file, in bytes. */
export interface Extent {
  readonly offset: number;
  readonly length: number;
}

/** One line, without its end. */
export interface Line {
  readonly bytes: Buffer;
  readonly offset: number;
  /** From 1. */
  readonly number: number;
}

const CHUNK_BYTES = 1 << 20;
const NEWLINE = 10;

function writeAll(fd: number, bytes: Buffer, offset: number): void {
  let done = 0;
  while (done < bytes.length) done += fs.writeSync(fd, bytes, done, bytes.length - done, offset + done);
}

function ignoreFailure(work: () => void): void {
  try {
    work();
  } catch {
    // Said by the caller's own error.
  }
}
