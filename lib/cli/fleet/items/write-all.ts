import { writeSync } from 'node:fs';
import path from 'node:path';
import { EXIT, ExplainedError, hasCode, reasonOf } from '../../../core/errors.ts';

/**
 * Writes all of it: a disk that is nearly full takes a part, and says so by a number only.
 *
 * @param file for the message
 * @param write as `fs.writeSync`
 * @throws DiskError
 */
export function writeAll(
  handle: number,
  bytes: Uint8Array,
  file: string,
  write: (handle: number, bytes: Uint8Array) => number = writeSync,
): void {
  try {
    for (let rest = bytes; rest.length > 0; ) {
      const written = write(handle, rest);
      if (written === 0) throw Object.assign(new Error('nothing more was taken'), { code: 'ENOSPC' });
      rest = rest.subarray(written);
    }
  } catch (error) {
    throw new DiskError(error, file);
  }
}

/** A file could not be written. */
export class DiskError extends ExplainedError {
  override readonly name = 'DiskError';
  override readonly exitCode = EXIT.failure;

  constructor(cause: unknown, file: string) {
    const isFull = hasCode(cause, 'ENOSPC') || hasCode(cause, 'EDQUOT');
    super({
      what: `Cannot write "${file}": ${isFull ? 'there is no room left on its disk' : reasonOf(cause)}.`,
      fix: `Make room in "${path.dirname(file)}".`,
      cause,
    });
  }
}
