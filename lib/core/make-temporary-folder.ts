import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ExplainedError, reasonOf } from './errors.ts';

/**
 * Makes a folder of its own among the temporary files of this machine. Whoever makes it removes it.
 *
 * @param prefix with which its name begins
 * @returns its path, absolute
 * @throws TemporaryFolderError when the system makes none there, such as for a TMPDIR that does not exist
 */
export function makeTemporaryFolder(prefix: string): string {
  const above = tmpdir();
  try {
    return mkdtempSync(path.join(above, prefix));
  } catch (cause) {
    throw new TemporaryFolderError({
      what: `No folder for temporary files can be made in ${above}: ${reasonOf(cause)}.`,
      fix: `Name a folder that is there and can be written with the variable ${process.platform === 'win32' ? 'TEMP' : 'TMPDIR'}.`,
      cause,
    });
  }
}

/** The folder of temporary files cannot be used. */
export class TemporaryFolderError extends ExplainedError {
  override readonly name = 'TemporaryFolderError';
}
