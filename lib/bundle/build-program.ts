import { readFileSync } from 'node:fs';
import { type BuildFailure, type BuildOptions, build } from 'esbuild';
import type { BuiltFiles } from './built-files.ts';
import { type Trims, trimPackages } from './trim-packages.ts';

/** The program that {@link import('./build-apart.ts').buildApart} starts. It reads requests from the standard input and writes an answer for each. */
async function buildAll(): Promise<void> {
  const requests: readonly BuildRequest[] = JSON.parse(readFileSync(0, 'utf8'));
  const answers = await Promise.all(requests.map(answerTo));
  // On a line of its own: what NODE_OPTIONS load here may print, too.
  process.stdout.write(`\n${JSON.stringify(answers)}`);
}

/** One build. */
export interface BuildRequest {
  /** Without what is no JSON. */
  readonly options: BuildOptions;
  /** What is left out of packages. @default - packages are not bundled */
  readonly trims?: Trims | undefined;
}

/** What of its result goes through a pipe. */
export type BuildAnswer = BuiltFiles | Pick<BuildFailure, 'errors' | 'warnings' | 'message'>;

async function answerTo({ options, trims }: BuildRequest): Promise<BuildAnswer> {
  try {
    const { outputFiles, metafile, warnings } = await build(trims ? trimPackages(options, trims) : options);
    return { metafile, warnings, outputFiles: outputFiles?.map(({ path, text }) => ({ path, text })) };
  } catch (error) {
    if (!isFailure(error)) throw error;
    const { errors, warnings, message } = error;
    return { errors, warnings, message };
  }
}

function isFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && 'warnings' in error;
}

void buildAll();
