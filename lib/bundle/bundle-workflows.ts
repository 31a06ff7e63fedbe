import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { BundleError } from './bundle-error.ts';
import { type BundlePlan, buildError, bundlePlan } from './bundle-plan.ts';
import type { BundleWorkflowOptions } from './bundle-workflow.ts';
import { checkExports } from './explain.ts';
import { MAIN_FILE, packageRoot, SOURCE_MAP_FILE } from './layout.ts';
import { relocateCode } from './relocate.ts';

/**
 * Bundles workflows of one project together: what they share, which is nearly all, is read and parsed once. What comes out
 * is what `bundleWorkflow` makes, byte for byte, without the source maps, which cost a third of the time.
 *
 * @returns the code of each, in the order of the sources, or why there is none
 */
export function bundleWorkflowsSync(options: {
  /** The folder of the project; dependencies are resolved from here. */
  readonly projectRoot: string;
  readonly sources: readonly Pick<BundleWorkflowOptions, 'entry' | 'tool'>[];
}): readonly (Uint8Array | BundleError)[] {
  const { projectRoot, sources } = options;
  const outDir = mkdtempSync(path.join(os.tmpdir(), 'nova-act-bundles-'));
  try {
    // Otherwise esbuild heeds the one of a folder above, in which anyone may have put it.
    writeFileSync(path.join(outDir, 'tsconfig.json'), '{}');
    const plans = sources.map((source) => inspected({ projectRoot, outDir, ...source }));
    const right = plans.filter((plan): plan is BundlePlan => !(plan instanceof BundleError));
    const results = bundleTogether(right);
    return plans.map((plan) => (plan instanceof BundleError ? plan : results.get(plan))).filter(isThere);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** What of an entry shows without its packages. */
function inspected(options: Parameters<typeof bundlePlan>[0]): BundlePlan | BundleError {
  try {
    const plan = bundlePlan(options);
    checkExports({ ...plan, inspected: attempt(plan, plan.inspect) });
    return plan;
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
}

function bundleTogether(plans: readonly BundlePlan[]): ReadonlyMap<BundlePlan, Uint8Array | BundleError> {
  const [first, ...others] = plans;
  if (first === undefined) return new Map();
  try {
    attempt(first, together(plans));
    return new Map(plans.map((plan, index) => [plan, codeOf(plan, index)]));
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    if (others.length === 0) return new Map([[first, error]]);
    // esbuild does not say whose import it was that failed. A failure shows before anything is written.
    const middle = plans.length >> 1;
    return new Map([...bundleTogether(plans.slice(0, middle)), ...bundleTogether(plans.slice(middle))]);
  }
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/** The build of one workflow for several: files in place of the standard input, of which there is one. */
function together(plans: readonly BundlePlan[]): BuildOptions {
  const [first] = plans;
  const { outDir = '', bundle = {} } = first ?? {};
  const { stdin: _, outfile: __, sourcemap: ___, sourcesContent: ____, ...common } = bundle;
  const entryPoints = plans.map((plan, index) => {
    const file = path.join(outDir, `${index}.js`);
    writeFileSync(file, plan.bundle.stdin?.contents ?? '');
    return { in: file, out: String(index) };
  });
  return {
    ...common,
    entryPoints,
    outdir: outDir,
    outExtension: { '.js': path.extname(MAIN_FILE) },
    metafile: false,
    write: true,
  };
}

function codeOf({ outDir, root }: BundlePlan, index: number): Uint8Array {
  const file = path.join(outDir, `${index}${path.extname(MAIN_FILE)}`);
  const code = relocateCode({ code: readFileSync(file, 'utf8'), root, packageRoot: packageRoot() });
  return Buffer.from(`${code}//# sourceMappingURL=${SOURCE_MAP_FILE}\n`);
}

function attempt(plan: BundlePlan, options: BuildOptions) {
  try {
    return buildSync(options);
  } catch (error) {
    throw buildError(plan, error);
  }
}
