import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { BundleError } from './bundle-error.ts';
import { packageRoot } from './layout.ts';

/**
 * Puts a link to `playwright-core` beside a bundle, so that the bundle runs from any folder of this machine.
 *
 * @throws {@link BundleError} when the package is not installed.
 */
export function linkPlaywright(options: { readonly bundleDir: string; readonly projectRoot: string }): void {
  const { dir } = findPlaywright([options.projectRoot, packageRoot()]);
  const link = path.resolve(options.bundleDir, 'node_modules', 'playwright-core');
  mkdirSync(path.dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  // A junction needs no special right on Windows; elsewhere the type is ignored.
  symlinkSync(dir, link, 'junction');
}

/** Where `playwright-core` is installed, looked for from each folder in turn. @throws {@link BundleError} */
export function findPlaywright(folders: readonly string[]): {
  readonly dir: string;
  readonly version: string;
} {
  for (const folder of folders) {
    const file = resolveFrom(path.resolve(folder));
    if (file === undefined) continue;
    const { version }: { version?: unknown } = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof version === 'string') return { dir: path.dirname(file), version };
  }
  throw new BundleError(
    `playwright-core is not installed (looked from ${folders.join(', ')}). Run "npm install playwright-core" in the project.`,
  );
}

function resolveFrom(folder: string): string | undefined {
  try {
    return createRequire(path.join(folder, 'package.json')).resolve('playwright-core/package.json');
  } catch {
    return undefined;
  }
}
