import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { type BuildResult, buildSync } from 'esbuild';
import { fullMessageOf, isExplained } from '../core/errors.ts';
import { isInstance } from '../core/thrown.ts';
import { BundleError } from './bundle-error.ts';
import { bundleInputs } from './bundle-inputs.ts';
import { explainBuildFailure } from './explain.ts';
import { RunApartError, runApart } from './run-apart.ts';

/**
 * Runs a source file of a project in this process, whatever Node itself can read: TypeScript, and files that it imports.
 * Packages are required from where the file is, so that they are the same as everywhere in this process.
 *
 * @param root the folder of the project: errors name files relative to it
 * @param kind what it is, for people
 * @throws {@link BundleError} when it cannot be compiled or fails; an ExplainedError that it throws
 */
export function loadSource(file: string, root: string, kind = 'file'): LoadedSource {
  const compiled = compile(file, root);
  const code = compiled.outputFiles?.[0]?.text ?? '';
  const module: { exports: unknown } = { exports: {} };
  const run = compileFunction(code, ['require', 'module', 'exports', '__filename', '__dirname'], {
    filename: file,
  });
  const inputs = bundleInputs(compiled, root);
  try {
    runApart(
      () => run(createRequire(file), module, module.exports, file, path.dirname(file)),
      LOAD_TIMEOUT_MS,
    );
  } catch (error) {
    // What the rules of a catalog say, for example.
    if (isExplained(error)) throw error;
    throw loadFailure(`The ${kind} ${file}`, error, inputs);
  }
  return { exports: module.exports, inputs };
}

/** A source file that was run. */
export interface LoadedSource {
  /** What it exports. */
  readonly exports: unknown;
  /** It and what it imports, absolute, without packages. */
  readonly inputs: readonly string[];
}

/** Lists of packages take a second or two on a slow machine. */
const LOAD_TIMEOUT_MS = 10_000;

function loadFailure(subject: string, error: unknown, files: readonly string[]): BundleError {
  if (isInstance(error, RunApartError)) {
    return new BundleError({
      what: `${subject} ${error.message}.`,
      fix: 'It is read to learn what the project has: let it only export that, and end.',
      cause: error,
      files,
    });
  }
  return new BundleError({
    what: `${subject} failed while it was loaded: ${fullMessageOf(error).replace(/\.?$/, '.')}`,
    fix: 'Mend what it throws; --verbose shows where.',
    cause: error,
    files,
  });
}

function compile(file: string, root: string): BuildResult {
  try {
    return buildSync({
      absWorkingDir: root,
      entryPoints: [file],
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      supported: { 'dynamic-import': false },
      metafile: true,
      write: false,
      logLevel: 'silent',
    });
  } catch (error) {
    throw explainBuildFailure({ subject: `file "${path.relative(root, file)}"`, root, error });
  }
}
