import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { type Checksum, DEFAULT_ALGORITHM, runningChecksum } from './checksums.ts';
import type { RunningChecksum } from './crc.ts';
import type { ObjectFile } from './object-files.ts';

/** Digests of files of which nothing is written down: those that local AWS itself has put. Kept as long as the files stay as they are. */
export class FileDigests {
  readonly #md5 = new Map<
    string,
    { readonly size: number; readonly modifiedMs: number; readonly value: string }
  >();

  /** In hexadecimal digits. */
  md5(object: ObjectFile): string {
    const { file, size, modifiedMs } = object;
    const known = this.#md5.get(file);
    if (known !== undefined && known.size === size && known.modifiedMs === modifiedMs) return known.value;
    const hash = createHash('md5');
    digestFile(object, { update: (bytes) => void hash.update(bytes) });
    const value = hash.digest('hex');
    this.#md5.delete(file);
    this.#md5.set(file, { size, modifiedMs, value });
    for (const oldest of this.#md5.keys()) {
      if (this.#md5.size <= MAX_KEPT) break;
      this.#md5.delete(oldest);
    }
    return value;
  }

  checksum(object: ObjectFile): Checksum {
    const running = runningChecksum(DEFAULT_ALGORITHM);
    digestFile(object, running);
    return { algorithm: DEFAULT_ALGORITHM, value: running.digest().toString('base64'), type: 'FULL_OBJECT' };
  }
}

const MAX_KEPT = 20_000;
const PIECE_BYTES = 256 * 1024;

function digestFile({ file, size }: ObjectFile, digest: Pick<RunningChecksum, 'update'>): void {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafe(Math.min(size, PIECE_BYTES) + 1);
    for (let length = 1; length > 0; ) {
      length = readSync(handle, buffer);
      digest.update(buffer.subarray(0, length));
    }
  } finally {
    closeSync(handle);
  }
}
