import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { type BuildResult, buildSync } from 'esbuild';
import { bundleInputs } from './bundle-inputs.ts';
import { explainBuildFailure } from './explain.ts';

/**
 * Runs a source file of a project in this process, whatever Node itself can read: TypeScript, and files that it imports.
 * Packages are required from where the file is, so that they are the same as everywhere in this process.
 *
 * @throws {@link BundleError} when it cannot be compiled; whatever it throws
 */
export function loadSource(file: string): LoadedSource {
  const compiled = compile(file);
  const code = compiled.outputFiles?.[0]?.text ?? '';
  const module: { exports: unknown } = { exports: {} };
  const run = compileFunction(code, ['require', 'module', 'exports', '__filename', '__dirname'], {
    filename: file,
  });
  run(createRequire(file), module, module.exports, file, path.dirname(file));
  return { exports: module.exports, inputs: bundleInputs(compiled, path.dirname(file)) };
}

/** A source file that was run. */
export interface LoadedSource {
  /** What it exports. */
  readonly exports: unknown;
  /** It and what it imports, absolute, without packages. */
  readonly inputs: readonly string[];
}

function compile(file: string): BuildResult {
  try {
    return buildSync({
      absWorkingDir: path.dirname(file),
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
    throw explainBuildFailure({ subject: `file "${path.basename(file)}"`, root: path.dirname(file), error });
  }
}
