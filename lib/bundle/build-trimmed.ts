import { type BuildOptions, type BuildResult, build } from 'esbuild';
import { needsLocales, type Trims, trimPackages } from './trim-packages.ts';

/**
 * Makes one bundle, without what it can do without.
 *
 * @param run - the bundler, which may know files from before
 * @throws BuildFailure
 */
export async function buildTrimmed(
  run: (options: BuildOptions) => Promise<BuildResult>,
  options: BuildOptions,
  trims: Trims = {},
): Promise<BuildResult> {
  const trimmed = await run(trimPackages(options, trims)).catch(() => undefined);
  // What has failed may have missed what was left out; otherwise it fails again.
  if (trimmed !== undefined && !needsLocales(trimmed)) return trimmed;
  return await build(trimPackages(options, { ...trims, keepsLocales: true }));
}
