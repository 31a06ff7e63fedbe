import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';
import { normalPath } from '../../browser/path-rules.ts';
import { reasonOf } from '../../core/errors.ts';
import { makeFolder, readIfThere, replaceFile } from '../../core/files.ts';
import { show } from '../../core/problems.ts';
import { checkKeys } from '../check-keys.ts';
import { checkOption } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import type { StorageStateAuth } from './session-auth.ts';
import { parseStorageState, storageStateText } from './storage-state.ts';

/**
 * Keeps sign-ins in a file of this machine, which its owner alone can read; a file that is not there yet is no error. It has
 * Playwright's form of a storage state. When several sessions keep theirs in the same file, the last one wins.
 *
 * @example
 * ```ts
 * await using nova = await NovaAct.start({
 *   startingPage: 'https://example.com',
 *   auth: storageStateFile({ path: '~/.my-workflow/sign-in.json' }),
 * });
 * ```
 * @throws ValidationFailed
 */
export function storageStateFile(options: StorageStateFileOptions): StorageStateAuth {
  checkKeys('storageStateFile', options, KEYS);
  const { path: given, indexedDB } = options;
  if (typeof given !== 'string' || given.trim() === '')
    throw new ValidationFailed(`path is ${show(given)}; it must be the path of a file.`);
  checkOption('indexedDB', indexedDB, 'flag');
  const file = normalPath(given);
  return {
    name: `the file ${file}`,
    indexedDB,
    load: async ({ onWarning }) => {
      checkFolder(path.dirname(file));
      const text = readIfThere(file);
      if (text === undefined) return undefined;
      const mode = statSync(file).mode & 0o777;
      if (process.platform !== 'win32' && (mode & 0o077) !== 0)
        onWarning(
          `The file ${file} has sign-ins, and others on this machine can get at it (mode ${mode.toString(8)}). It is for its owner alone once it is saved.`,
        );
      return parseStorageState(text);
    },
    save: async (state) => replaceFile(file, storageStateText(state), { mode: 0o600, dirMode: 0o700 }),
  };
}

/** Where the file is. */
export interface StorageStateFileOptions {
  /** A relative one is below the working directory, `~` is the home folder. Its folder is made if it is missing. */
  readonly path: string;
  /** Keeps databases of pages (IndexedDB), too. @default true */
  readonly indexedDB?: boolean | undefined;
}

const KEYS = { path: true, indexedDB: true } as const satisfies Record<keyof StorageStateFileOptions, true>;

/** Before the work, rather than after it. */
function checkFolder(folder: string): void {
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new Error(`nothing could be kept in its folder: ${reasonOf(error)}`, { cause: error });
  }
}
