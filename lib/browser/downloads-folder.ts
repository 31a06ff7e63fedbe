import { rmSync } from 'node:fs';
import { messageOf } from '../core/errors.ts';
import { makeFolder } from '../core/files.ts';
import { makeTemporaryFolder } from '../core/make-temporary-folder.ts';
import { show } from '../core/problems.ts';
import { normalPath } from './path-rules.ts';

/** Where downloads go: a folder of the program's, or a temporary one that is made when it is needed. */
export class DownloadsFolder {
  #path: string | undefined;
  readonly #isTemporary: boolean;

  /** @throws TypeError when the folder cannot be made. */
  constructor(given: string | undefined) {
    this.#isTemporary = given === undefined;
    if (given === undefined) return;
    if (typeof given !== 'string' || given.trim() === '')
      throw new TypeError(`downloadsDir is ${show(given)}; it must be the path of a folder.`);
    this.#path = normalPath(given);
    try {
      makeFolder(this.#path);
    } catch (error) {
      throw new TypeError(
        `downloadsDir cannot be used: ${messageOf(error)}. Give a folder that can be written to.`,
      );
    }
  }

  path(): string {
    this.#path ??= makeTemporaryFolder('nova-act-downloads-');
    return this.#path;
  }

  /** Removes it with all files, if it is a temporary one. */
  remove(): void {
    if (!this.#isTemporary || this.#path === undefined) return;
    rmSync(this.#path, { recursive: true, force: true });
    this.#path = undefined;
  }
}
