import { createRequire } from 'node:module';
import path from 'node:path';
import { readIfThere, statIfThere } from '../core/files.ts';

/**
 * The files that say how these sources are read, such as what their `paths` lead to: of each the nearest tsconfig.json, as the
 * bundler finds it, and those that it extends, whatever they are called and wherever they are. Absolute.
 */
export function tsconfigFiles(sources: readonly string[]): readonly string[] {
  const found = new Set<string>();
  const follow = (file: string | undefined): void => {
    if (file === undefined || found.has(file)) return;
    found.add(file);
    for (const base of basesIn(readIfThere(file) ?? '')) follow(findBase(base, file));
  };
  const own = sources.filter((file) => !file.includes(`${path.sep}node_modules${path.sep}`));
  for (const folder of new Set(own.map((file) => path.dirname(file)))) follow(nearest(folder));
  return [...found];
}

function nearest(folder: string): string | undefined {
  const here = ['tsconfig.json', 'jsconfig.json'].map((name) => path.join(folder, name)).find(isFile);
  const above = path.dirname(folder);
  return here ?? (above === folder ? undefined : nearest(above));
}

/** What a configuration extends. It may have comments; what is in one is a file too many, which does no harm. */
function basesIn(text: string): readonly string[] {
  return [...text.matchAll(EXTENDS)].flatMap(([, value = '']) =>
    [...value.matchAll(/"([^"\\]*)"/g)].flatMap(([, base]) => base || []),
  );
}

const EXTENDS = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/g;

/** @returns undefined for one that is not there, or not said as a path */
function findBase(base: string, from: string): string | undefined {
  if (/^\.{1,2}(?:[\\/]|$)/.test(base) || path.isAbsolute(base)) {
    const file = path.resolve(path.dirname(from), base);
    return [file, `${file}.json`, path.join(file, 'tsconfig.json')].find(isFile);
  }
  const { resolve } = createRequire(from);
  for (const name of [`${base}/tsconfig.json`, base, `${base}.json`]) {
    try {
      return resolve(name);
    } catch {
      // It may be there under the next name.
    }
  }
  return undefined;
}

function isFile(file: string): boolean {
  return statIfThere(file)?.isFile() === true;
}
