import path from 'node:path';
import { readIfThere, statIfThere } from '../../../core/files.ts';

/**
 * The files from which sources take nothing but types: they become no part of a bundle, but errors may come from them.
 *
 * @param sources the files of a bundle, absolute
 * @returns absolute
 */
export function typeOnlyFiles(sources: readonly string[]): readonly string[] {
  const known = new Set(sources);
  const found: string[] = [];
  const queue = sources.filter((file) => TYPESCRIPT.test(file));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const specifier of relativeImports(lookedAt(() => readIfThere(file)) ?? '')) {
      const candidates = candidatesOf(path.resolve(path.dirname(file), specifier));
      if (candidates.some((candidate) => known.has(candidate))) continue;
      const target = candidates.find((candidate) => lookedAt(() => statIfThere(candidate))?.isFile());
      if (target === undefined) continue;
      known.add(target);
      found.push(target);
      queue.push(target);
    }
  }
  return found;
}

/** The code is live all the same: what cannot be looked at, such as a link to itself, is for the compiler to tell. */
function lookedAt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** What is imported by relative paths, in whatever form. */
export function relativeImports(text: string): readonly string[] {
  return [...text.matchAll(IMPORT)].flatMap(([, specifier]) => specifier ?? []);
}

const IMPORT = /(?:\bfrom|\bimport|\bimport\s*\()\s*['"](\.{1,2}\/[^'"\n]+)['"]/g;
/** Files that the compiler checks. */
export const TYPESCRIPT = /\.[cm]?tsx?$/;

/** Where the compiler looks for an import. */
function candidatesOf(target: string): readonly string[] {
  const stem = target.replace(/\.([cm]?)[jt]sx?$/, '');
  return [
    target,
    ...['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.d.mts', '.d.cts'].map((end) => stem + end),
    path.join(target, 'index.ts'),
  ].filter((file) => TYPESCRIPT.test(file));
}
