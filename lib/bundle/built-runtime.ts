import path from 'node:path';
import { type BuildOptions, type BuildResult, build } from 'esbuild';
import { FileStamps } from './file-stamps.ts';
import { trimPackages } from './trim-packages.ts';

/**
 * Builds a runtime, once for all workflows of this process that have the same: it is most of a bundle, and changes only with this
 * package and its dependencies, which are looked at each time.
 *
 * @throws BuildFailure
 */
export async function builtRuntime(options: BuildOptions): Promise<BuildResult> {
  const key = JSON.stringify(options);
  const begun = runtimes.get(key);
  if (begun !== undefined) {
    const known = await begun.catch(() => undefined);
    if (known?.stamps.areCurrent()) return known.result;
  }
  const built = buildNow(options);
  runtimes.delete(key);
  runtimes.set(key, built);
  for (const oldest of [...runtimes.keys()].slice(0, -KEPT)) runtimes.delete(oldest);
  return (await built).result;
}

/** That of HTTP and that of MCP: each takes some 10 MB. */
const KEPT = 2;
const runtimes = new Map<string, Promise<Built>>();

/** How far the clock that stamps files may be behind. */
const CLOCK_OF_FILES_MS = 20;

interface Built {
  readonly result: BuildResult;
  readonly stamps: FileStamps;
}

async function buildNow(options: BuildOptions): Promise<Built> {
  const startedAtMs = Date.now() - CLOCK_OF_FILES_MS;
  const result = await build(trimPackages(options));
  const { absWorkingDir = '' } = options;
  const inputs = Object.keys(result.metafile?.inputs ?? {}).map((input) =>
    path.resolve(absWorkingDir, input),
  );
  return { result, stamps: FileStamps.of(inputs, { unchangedSinceMs: startedAtMs }) };
}
