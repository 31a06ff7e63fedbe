import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { PACKAGE_NAME } from '../../core/package.ts';
import type { PackageFacts } from './rules/package.ts';

/** The version of a package that a project gets: the nearest one upwards, as Node looks for it. */
export function installedVersion(name: string, projectRoot: string): string | undefined {
  return textIn(manifestOf(folderOf(name, projectRoot)), 'version');
}

/** What is installed of this package itself. Copies below other packages are those that npm has noted. */
export function installedCopies(projectRoot: string): PackageFacts {
  const manifest = manifestOf(projectRoot) ?? {};
  const own = folderOf(PACKAGE_NAME, projectRoot);
  const found = own === undefined ? [] : [own, ...nestedCopies(own)];
  return {
    isClone: manifest.name === PACKAGE_NAME,
    isDependency: ['dependencies', 'devDependencies'].some((kind) => {
      const named = manifest[kind];
      return isRecord(named) && Object.hasOwn(named, PACKAGE_NAME);
    }),
    copies: found.map((folder) => ({
      folder: path.relative(projectRoot, folder),
      version: textIn(manifestOf(folder), 'version') ?? 'unknown version',
    })),
  };
}

/** The nearest folder `node_modules/<name>` upwards. */
function folderOf(name: string, from: string): string | undefined {
  const folder = path.join(from, 'node_modules', name);
  if (manifestOf(folder) !== undefined) return folder;
  const parent = path.dirname(from);
  return parent === from ? undefined : folderOf(name, parent);
}

/** @see https://docs.npmjs.com/cli/v11/configuring-npm/package-lock-json#hidden-lockfiles */
function nestedCopies(own: string): readonly string[] {
  const modules = path.dirname(own);
  const { packages } = read(path.join(modules, '.package-lock.json')) ?? {};
  if (!isRecord(packages)) return [];
  return Object.keys(packages)
    .filter((key) => key.endsWith(`/node_modules/${PACKAGE_NAME}`))
    .map((key) => path.join(path.dirname(modules), key));
}

function manifestOf(folder: string | undefined): Record<string, unknown> | undefined {
  return folder === undefined ? undefined : read(path.join(folder, 'package.json'));
}

function read(file: string): Record<string, unknown> | undefined {
  try {
    const value = parseJson(readFileSync(file, 'utf8'));
    return isRecord(value) ? value : undefined;
  } catch {
    // Not there, or not to be read: then it is not installed for this user.
    return undefined;
  }
}

function textIn(record: Record<string, unknown> | undefined, key: string): string | undefined {
  const value = record?.[key];
  return typeof value === 'string' ? value : undefined;
}
