import { existsSync } from 'node:fs';
import path from 'node:path';
import { DEFAULT_CATALOG } from './catalog-option.ts';

/**
 * The folder of the project that a command was called in, or below: the nearest one upwards with a catalog of workflows, or
 * else with a `package.json`; the folder itself when there is none.
 */
export function findProjectRoot(directory: string): string {
  const folders = [...upwards(path.resolve(directory))];
  const nearest = (file: string): string | undefined =>
    folders.find((folder) => existsSync(path.join(folder, file)));
  return nearest(DEFAULT_CATALOG) ?? nearest('package.json') ?? path.resolve(directory);
}

/** Whether a folder that {@link findProjectRoot} has given is that of a project. */
export function isProject(folder: string): boolean {
  return ['package.json', DEFAULT_CATALOG].some((file) => existsSync(path.join(folder, file)));
}

function* upwards(folder: string): Generator<string> {
  yield folder;
  const parent = path.dirname(folder);
  if (parent !== folder) yield* upwards(parent);
}
