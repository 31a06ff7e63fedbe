import path from 'node:path';
import { PACKAGE_NAME } from '../core/package.ts';
import { GENERATED_ENTRY } from './layout.ts';

/**
 * Names the files of this package the same on every machine. esbuild writes paths relative to the folder of the map, and a package
 * that lies outside the project would put the machine's folders into it. The code, minified, has no paths.
 */
export function relocateSourceMap(options: {
  readonly map: unknown;
  /** The folder that the map is relative to. */
  readonly builtIn: string;
  /** The folder that it shall be relative to. */
  readonly outDir: string;
  readonly root: string;
  readonly packageRoot: string;
}): unknown {
  const { map, builtIn, outDir, root, packageRoot } = options;
  if (typeof map !== 'object' || map === null || !('sources' in map) || !Array.isArray(map.sources))
    return map;
  const given: readonly unknown[] = map.sources;
  const sources = given.map((source) => {
    if (typeof source !== 'string') return source;
    const file = path.resolve(builtIn, source);
    return isInside(packageRoot, file) && !isInside(root, file)
      ? `${PACKAGE_NAME}/${posix(path.relative(packageRoot, file))}`
      : posix(path.relative(outDir, file));
  });
  // The generated first module imports by absolute path, and is of no interest in a stack trace.
  const contents = 'sourcesContent' in map && Array.isArray(map.sourcesContent) ? map.sourcesContent : [];
  const sourcesContent = contents.map((content: unknown, index) =>
    String(given[index]).endsWith(GENERATED_ENTRY) ? null : content,
  );
  return { ...map, sources, sourcesContent };
}

/** True when `file` is `folder` or below it. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}

function posix(file: string): string {
  return file.split(path.sep).join('/');
}
