import { rmSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { PRIVATE } from '../invocation-store.ts';

/**
 * Writes a new file piece by piece, and does with it what is to be done when it is complete. Nothing stays of it when that
 * or the writing fails.
 *
 * @param whole is given what `write` has returned, while the file is there under its first name
 */
export async function writingFile<Written, Result>(
  file: string,
  write: (append: (piece: Uint8Array) => Promise<void>) => Promise<Written>,
  whole: (written: Written, file: string) => Result,
): Promise<Result> {
  try {
    const handle = await open(file, 'wx', PRIVATE.mode);
    let written: Written;
    try {
      written = await write((piece) => appendAll(handle, piece));
    } finally {
      await handle.close();
    }
    return whole(written, file);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

async function appendAll(handle: FileHandle, piece: Uint8Array): Promise<void> {
  for (let at = 0; at < piece.length; ) at += (await handle.write(piece, at)).bytesWritten;
}
