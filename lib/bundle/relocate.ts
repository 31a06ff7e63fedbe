import path from 'node:path';
import { PACKAGE_NAME } from '../core/package.ts';
import type { SourceMapJson } from './append-source-map.ts';
import { GENERATED_ENTRY } from './layout.ts';

/**
 * Names the files of this package the same on every machine. esbuild writes paths relative to the folder of the map, and a package
 * that lies outside the project would put the machine's folders into it. The code, minified, has no paths.
 */
export function relocateSourceMap(options: {
  readonly map: SourceMapJson;
  /** The folder that the map is relative to. */
  readonly builtIn: string;
  /** The folder that it shall be relative to. */
  readonly outDir: string;
  readonly root: string;
  readonly packageRoot: string;
}): SourceMapJson {
  const { map, builtIn, outDir, root, packageRoot } = options;
  const sources = map.sources.map((source) => {
    const file = path.resolve(builtIn, source);
    return isInside(packageRoot, file) && !isInside(root, file)
      ? `${PACKAGE_NAME}/${posix(path.relative(packageRoot, file))}`
      : posix(path.relative(outDir, file));
  });
  // The generated first module imports by absolute path, and is of no interest in a stack trace.
  const sourcesContent = map.sourcesContent.map((content, index) =>
    map.sources[index]?.endsWith(GENERATED_ENTRY) ? null : content,
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
