import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { explainBuildFailure } from './explain.ts';
import { packageRoot } from './layout.ts';

/**
 * The script of the page that people open, for `deskPage()`. A packed package has it as a file, and no sources.
 *
 * @throws {@link BundleError} when it cannot be bundled
 */
export function deskPageScript(): string {
  const entry = path.join(import.meta.dirname, '..', 'desk', 'page', 'client', 'main.ts');
  bundled ??= existsSync(entry)
    ? bundleDeskPageScript(entry)
    : readFileSync(path.join(packageRoot(), 'dist', 'pages', 'desk.js'), 'utf8');
  return bundled;
}

let bundled: string | undefined;

/** @param entry - its main module */
export function bundleDeskPageScript(entry: string): string {
  try {
    const { outputFiles } = buildSync({
      entryPoints: [entry],
      bundle: true,
      format: 'iife',
      platform: 'browser',
      // Telephones that are some years old.
      target: ['es2022', 'safari16', 'chrome109', 'firefox115'],
      minify: true,
      legalComments: 'none',
      // It stands in the page itself.
      charset: 'utf8',
      write: false,
      logLevel: 'silent',
    });
    return outputFiles[0]?.text ?? '';
  } catch (error) {
    throw explainBuildFailure({ subject: 'page of the desk', root: process.cwd(), error });
  }
}
