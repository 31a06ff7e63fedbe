import { mkdirSync, readdirSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { hasCode, reasonOf } from '../../core/errors.ts';
import { UsageError } from '../usage-error.ts';
import type { ProjectFile } from './project-files.ts';

/**
 * Writes the files of a project into its folder, which is made if need be: all of them, or none. Nothing is overwritten.
 *
 * @throws UsageError when they cannot be written
 */
export function writeProject(folder: string, files: readonly ProjectFile[]): void {
  const undo: (() => void)[] = [];
  const makeFolder = (dir: string): void => {
    const first = mkdirSync(dir, { recursive: true });
    if (first !== undefined) undo.push(() => removeFolders(dir, first));
  };
  try {
    makeFolder(folder);
    for (const { name, content } of files) {
      const file = path.join(folder, name);
      makeFolder(path.dirname(file));
      writeFileSync(file, content, { flag: 'wx' });
      undo.push(() => rmSync(file));
    }
  } catch (error) {
    for (const step of undo.reverse()) step();
    const why = hasCode(error, 'EEXIST') ? 'something has its name meanwhile' : reasonOf(error);
    throw new UsageError({
      what: `The project cannot be written to ${folder}: ${why}.`,
      fix: 'Nothing of it was left there; mend that, or name another folder.',
      cause: error,
    });
  }
}

/**
 * Says so when a folder has files: a project is only made where there is none. What begins with a dot, such as `.git`, is
 * not in the way unless the project has a file of that name.
 *
 * @throws UsageError which names some of them
 */
export function refuseFullFolder(folder: string, files: readonly ProjectFile[]): void {
  const isOurs = (entry: string): boolean => files.some(({ name }) => name === entry);
  const found = entriesOf(folder).filter((name) => !name.startsWith('.') || isOurs(name));
  if (found.length === 0) return;
  const some = found.slice(0, NAMED_AT_MOST).join(', ');
  const more = found.length - NAMED_AT_MOST;
  throw new UsageError({
    what: `There are files in ${folder}: ${some}${more > 0 ? ` and ${more} more` : ''}.`,
    allowed: 'A project is made in a new or an empty folder, so that nothing is overwritten.',
    fix: `Name another one, such as init ${path.basename(folder) === 'shop' ? 'my-workflows' : 'shop'}.`,
  });
}

const NAMED_AT_MOST = 5;

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    const why = hasCode(error, 'ENOTDIR') ? 'it is a file, or in one' : reasonOf(error);
    throw new UsageError({ what: `${folder} cannot be the folder of a project: ${why}.`, cause: error });
  }
}

/** Removes folders that were made, from the innermost to the outermost; others may have put something there meanwhile. */
function removeFolders(innermost: string, outermost: string): void {
  for (let each = innermost; each.startsWith(outermost); each = path.dirname(each)) {
    try {
      rmdirSync(each);
    } catch {
      return;
    }
  }
}
