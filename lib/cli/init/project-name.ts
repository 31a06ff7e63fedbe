import path from 'node:path';
import { UsageError } from '../usage-error.ts';

/**
 * The name that a project gets in its package.json: the given one, or that of its folder in the spelling of npm.
 *
 * @param taken packages that the project needs: none of them can have its name
 * @throws UsageError for a name that npm refuses
 * @see https://docs.npmjs.com/cli/v11/configuring-npm/package-json#name
 */
export function projectName(
  given: string | undefined,
  options: { readonly folder: string; readonly taken: readonly string[] },
): string {
  const { folder } = options;
  const isTaken = (name: string): boolean => NOT_FOR_PACKAGES.includes(name) || options.taken.includes(name);
  if (given === undefined) {
    const name = mended(path.basename(folder));
    if (name !== '') return isTaken(name) ? `${name}-project` : name;
    throw new UsageError({
      what: `The name of the folder ${folder} cannot be made one for npm.`,
      fix: 'Give the project a name with --name, such as --name shop.',
    });
  }
  if (NAME.test(given) && given.length <= MAX_LENGTH && !isTaken(given)) return given;
  const near = isTaken(given) ? `${given}-project` : mended(given);
  throw new UsageError({
    what: isTaken(given)
      ? `A project cannot be named ${given}: that is the name of something that it needs.`
      : `${JSON.stringify(given)} is no name for npm.`,
    allowed:
      'A name has small letters, digits, "-", "_" and ".", begins with a letter or a digit, and may be in a scope: @acme/shop.',
    fix: near === '' ? undefined : `Try --name ${near}`,
  });
}

/**
 * Refuses folders that cannot be those of a project.
 *
 * @param given as it was typed
 * @param folder absolute
 * @throws UsageError
 */
export function checkFolder(given: string | undefined, folder: string): void {
  const name = path.basename(folder);
  const isRefused = NOT_FOR_PACKAGES.includes(name.toLowerCase()) || NOT_ON_WINDOWS.test(name);
  if (given?.trim() !== '' && !isRefused) return;
  throw new UsageError({
    what: isRefused ? `A project cannot be in a folder named ${name}.` : 'The name of the folder is empty.',
    fix: 'Name another one, such as shop, or leave it out for this folder.',
  });
}

/** @see https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const NOT_ON_WINDOWS = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i;

const NAME = /^(?:@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*$/;
const MAX_LENGTH = 214;
const NOT_FOR_PACKAGES: readonly string[] = ['node_modules', 'favicon.ico'];

function mended(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, MAX_LENGTH);
}
