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
 * @param root the folder of the project: errors name files relative to it
 * @throws {@link BundleError} when it cannot be compiled; whatever it throws
 */
export function loadSource(file: string, root: string): LoadedSource {
  const compiled = compile(file, root);
  const code = compiled.outputFiles?.[0]?.text ?? '';
  const module: { exports: unknown } = { exports: {} };
  const run = compileFunction(code, ['require', 'module', 'exports', '__filename', '__dirname'], {
    filename: file,
  });
  run(createRequire(file), module, module.exports, file, path.dirname(file));
  return { exports: module.exports, inputs: bundleInputs(compiled, root) };
}

/** A source file that was run. */
export interface LoadedSource {
  /** What it exports. */
  readonly exports: unknown;
  /** It and what it imports, absolute, without packages. */
  readonly inputs: readonly string[];
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
