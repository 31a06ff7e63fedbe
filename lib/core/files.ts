import { randomUUID } from 'node:crypto';
import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { hasCode } from './errors.ts';

/**
 * Replaces a file in one move, making its folder: a reader sees the old content or the new, never a part, and nothing
 * is left beside it when it cannot be written.
 *
 * @param options.mode permissions of the file. @default 0o666, less the umask
 * @param options.dirMode permissions of folders that are made. @default 0o777, less the umask
 */
export function replaceFile(
  file: string,
  content: string | Uint8Array,
  options: { readonly mode?: number | undefined; readonly dirMode?: number | undefined } = {},
): void {
  const { mode = 0o666, dirMode = 0o777 } = options;
  const temporary = temporaryName(file);
  try {
    makeFolder(path.dirname(file), dirMode);
    writeFileSync(temporary, content, { mode });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/**
 * Makes a folder and those that it is in, as far as they are not there. Unlike the recursion of `mkdirSync`, it ends where
 * a file system, such as that of /proc, answers ENOENT for a folder whose parent is there.
 *
 * @param mode permissions of folders that are made. @default 0o777, less the umask
 */
export function makeFolder(dir: string, mode = 0o777): void {
  if (statIfThere(dir)?.isDirectory() === true) return;
  const parent = path.dirname(dir);
  if (parent !== dir) makeFolder(parent, mode);
  try {
    mkdirSync(dir, { mode });
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    // Another process may have made it meanwhile. What versions of Node say of a file in the way differs.
    if (!statSync(dir).isDirectory())
      throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${dir}'`), { code: 'ENOTDIR' });
  }
}

/**
 * Moves a file to the first of the names that is free, in a folder of the same disk. Nothing is overwritten, also when
 * others choose names at the same time.
 *
 * @returns the name
 */
export function moveToFreeName(file: string, folder: string, names: Iterable<string>): string {
  for (const name of names) {
    const target = path.join(folder, name);
    try {
      // Whoever makes the file has the name.
      closeSync(openSync(target, 'wx', 0o600));
    } catch (error) {
      if (hasCode(error, 'EEXIST')) continue;
      throw error;
    }
    try {
      renameSync(file, target);
    } catch (error) {
      rmSync(target, { force: true });
      throw error;
    }
    return name;
  }
  throw new Error(`There is no free name in ${folder}.`);
}

/**
 * Removes what {@link replaceFile} left below a folder when its process was killed or the disk was full. Nobody may be
 * writing there meanwhile. Links are not followed.
 *
 * @param except a folder that is left alone
 */
export function removeHalfWritten(dir: string, except?: string): void {
  // Not the recursion of readdir: on newer versions of Node it follows links.
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) {
      if (file !== except) removeHalfWritten(file, except);
    } else if (entry.isFile() && isHalfWritten(entry.name)) rmSync(file, { force: true });
  }
}

/** Whether a name is one of {@link temporaryName}. */
export function isHalfWritten(name: string): boolean {
  return TEMPORARY.test(name);
}

/** The name of a file that is written before it is moved to its place. */
export function temporaryName(file: string): string {
  return `${file}.${randomUUID()}.tmp`;
}

const TEMPORARY = /\.[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** Removes a folder, and those that it is in, as long as they are empty and below another one. */
export function removeEmptyFolders(folder: string, below: string): void {
  try {
    for (let each = folder; each !== below && each.startsWith(below); each = path.dirname(each))
      rmdirSync(each);
  } catch {
    // There is something else in it.
  }
}

/** The names of what is in a folder; none when it is not there. */
export function namesIn(dir: string): readonly string[] {
  try {
    return readdirSync(dir);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
}

/** The text of a file, `undefined` when there is none. */
export function readIfThere(file: string): string | undefined {
  return ifThere(() => readFileSync(file, 'utf8'));
}

/** What the system knows of a file or folder, `undefined` when there is none. */
export function statIfThere(file: string): Stats | undefined {
  return ifThere(() => statSync(file, { throwIfNoEntry: false }));
}

/**
 * What is asked of a file or folder, `undefined` when there is none. That a file is in the place of a folder above says so,
 * too: with `throwIfNoEntry: false`, versions of Node differ in what they say of that.
 */
export function ifThere<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) return undefined;
    throw error;
  }
}
