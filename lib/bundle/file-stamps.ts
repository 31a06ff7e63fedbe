import { readdirSync } from 'node:fs';
import path from 'node:path';
import { statIfThere } from '../core/files.ts';
import { tsconfigFiles } from './tsconfig-files.ts';

/**
 * When the files of a build were last changed, and what decides in which packages its imports are found: manifests,
 * tsconfig.json with what it extends, and which packages there are in the folders above.
 */
export class FileStamps {
  readonly #stamps: ReadonlyMap<string, number | undefined>;
  readonly #unchangedSinceMs: number;

  private constructor(stamps: ReadonlyMap<string, number | undefined>, unchangedSinceMs: number) {
    this.#stamps = stamps;
    this.#unchangedSinceMs = unchangedSinceMs;
  }

  /** @param options.unchangedSinceMs - the time at which the build began to read, in milliseconds of the Unix epoch */
  static of(files: readonly string[], options: { readonly unchangedSinceMs: number }): FileStamps {
    const folders = new Set(files.flatMap((file) => foldersAbove(file)));
    const deciders = [...folders].flatMap((folder) => decidersIn(folder));
    const all = [...files, ...tsconfigFiles(files), ...deciders];
    return new FileStamps(new Map(all.map((file) => [file, changedAtMs(file)])), options.unchangedSinceMs);
  }

  /** Whether all is as it was when the build began. */
  areCurrent(): boolean {
    for (const [file, stamp] of this.#stamps) {
      if (stamp !== undefined && stamp >= this.#unchangedSinceMs) return false;
      if (changedAtMs(file) !== stamp) return false;
    }
    return true;
  }
}

/** @returns undefined when there is no such file */
function changedAtMs(file: string): number | undefined {
  return statIfThere(file)?.ctimeMs;
}

function foldersAbove(file: string): readonly string[] {
  const folder = path.dirname(file);
  return folder === file ? [] : [folder, ...foldersAbove(folder)];
}

function decidersIn(folder: string): readonly string[] {
  const packages = path.join(folder, 'node_modules');
  return [
    packages,
    ...scopesIn(packages),
    path.join(folder, 'package.json'),
    path.join(folder, 'tsconfig.json'),
  ];
}

function scopesIn(packages: string): readonly string[] {
  if (statIfThere(packages)?.isDirectory() !== true) return [];
  return readdirSync(packages)
    .filter((name) => name.startsWith('@'))
    .map((name) => path.join(packages, name));
}
