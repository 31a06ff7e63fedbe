import path from 'node:path';
import { buildSync } from 'esbuild';
import { explainBuildFailure } from './explain.ts';

/**
 * Bundles a module that exports `handler` with everything that it imports, for a Lambda function on Node: what runs in an
 * account is what was tested, and not what Lambda brings along that day.
 *
 * @returns an ES module, the same on every machine
 * @throws {@link BundleError} when it cannot be bundled
 */
export function bundleHandlerSync(entry: string): string {
  try {
    const { outputFiles } = buildSync({
      entryPoints: [entry],
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node22',
      // Without names of files, which differ from machine to machine.
      minify: true,
      legalComments: 'none',
      // Packages in CommonJS require the modules of Node.
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw explainBuildFailure({ subject: `handler "${path.basename(entry)}"`, root: process.cwd(), error });
  }
}
