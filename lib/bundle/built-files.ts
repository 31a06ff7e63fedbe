import type { BuildResult } from 'esbuild';

/** What is read of the result of a build, wherever it was made. */
export interface BuiltFiles extends Pick<BuildResult, 'metafile' | 'warnings'> {
  readonly outputFiles?: readonly BuiltFile[] | undefined;
}

/** A file that a build has made and not written. */
export interface BuiltFile {
  readonly path: string;
  readonly text: string;
}
