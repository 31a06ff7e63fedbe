import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { PrivateFolder } from '../../../core/private-folder.ts';
import { writeAll } from './write-all.ts';

/**
 * Lines on the disk, of which only the places are in memory: lists may be long, and their items large. The file is gone when it
 * is disposed, and at the end of the process.
 */
export class ItemSpool implements Disposable {
  readonly #folder = new PrivateFolder('nova-act-fleet-');
  readonly #handle: number;
  readonly #file: string;
  /** Where each line ends, its line feed included. */
  readonly #ends: number[] = [];
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #sizeBytes = 0;

  constructor() {
    this.#file = this.#folder.file('lines.jsonl');
    this.#handle = openSync(this.#file, 'wx+', 0o600);
  }

  /** Adds a value as a line of JSON. @throws DiskError */
  add(value: unknown): void {
    const line = Buffer.from(`${JSON.stringify(value)}\n`);
    this.#sizeBytes += line.byteLength;
    this.#ends.push(this.#sizeBytes);
    this.#waiting.push(line);
    this.#waitingBytes += line.byteLength;
    if (this.#waitingBytes >= WRITE_BYTES) this.#write();
  }

  get count(): number {
    return this.#ends.length;
  }

  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** The value of a line. @param index from 0 */
  at(index: number): unknown {
    this.#write();
    const start = index === 0 ? 0 : (this.#ends[index - 1] ?? 0);
    const end = this.#ends[index];
    if (end === undefined) throw new RangeError(`There is no line ${index}.`);
    const buffer = Buffer.alloc(end - start);
    readSync(this.#handle, buffer, 0, buffer.length, start);
    return JSON.parse(buffer.toString('utf8'));
  }

  /** All that is there, to be sent. */
  stream(): Readable {
    this.#write();
    return createReadStream(this.#file);
  }

  [Symbol.dispose](): void {
    closeSync(this.#handle);
    this.#folder.remove();
  }

  #write(): void {
    if (this.#waitingBytes === 0) return;
    writeAll(this.#handle, Buffer.concat(this.#waiting), this.#file);
    this.#waiting = [];
    this.#waitingBytes = 0;
  }
}

const WRITE_BYTES = 256 * 1024;
