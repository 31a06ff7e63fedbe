import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { buildApart, isBuilt } from './build-apart.ts';
import { BundleError } from './bundle-error.ts';
import { type BundlePlan, bundlePlan, successOf } from './bundle-plan.ts';
import type { BundleWorkflowOptions } from './bundle-workflow.ts';
import { checkExports } from './explain.ts';
import { MAIN_FILE, SOURCE_MAP_FILE } from './layout.ts';
import { hasUndefinedImport, namesLocales } from './trim-packages.ts';

/**
 * Bundles workflows of one project together: what they share, which is nearly all, is read and parsed once. What comes out
 * is what `bundleWorkflow` makes, byte for byte, without the source maps, which cost a third of the time.
 * Many are bundled in several batches.
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
    const plans = sources.map((source) => orError(() => bundlePlan({ projectRoot, outDir, ...source })));
    const possible = plans.filter((plan): plan is BundlePlan => !(plan instanceof BundleError));
    const results = new Map(batchesOf(possible).flatMap((batch) => [...bundleChecked(batch)]));
    return plans.map((plan) => (plan instanceof BundleError ? plan : results.get(plan))).filter(isThere);
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** As many as the bundler has in memory at once: with more, it takes twice the time for each. */
const BATCH_SIZE = 16;

function batchesOf(plans: readonly BundlePlan[]): readonly (readonly BundlePlan[])[] {
  const count = Math.ceil(plans.length / BATCH_SIZE);
  const size = Math.ceil(plans.length / count);
  return Array.from({ length: count }, (_, index) => plans.slice(index * size, (index + 1) * size));
}

type Bundles = ReadonlyMap<BundlePlan, Uint8Array | BundleError>;

/** Looks at the exports of all and bundles all at once: hardly ever is something wrong. */
function bundleChecked(plans: readonly BundlePlan[]): Bundles {
  if (plans.length === 0) return new Map();
  const [joint, ...inspections] = buildApart([
    { options: together(plans), trims: 'all' },
    ...plans.map(({ inspect }) => ({ options: inspect, trims: 'nothing' }) as const),
  ]);
  const wrong = new Map<BundlePlan, BundleError>();
  for (const [index, plan] of plans.entries()) {
    const error = orError(() => checkExports({ ...plan, inspected: successOf(plan, inspections[index]) }));
    if (error instanceof BundleError) wrong.set(plan, error);
  }
  const right = plans.filter((plan) => !wrong.has(plan));
  return new Map([...wrong, ...(wrong.size === 0 ? codes(plans, joint) : bundleTogether(right))]);
}

function bundleTogether(plans: readonly BundlePlan[]): Bundles {
  if (plans.length === 0) return new Map();
  const [joint] = buildApart([{ options: together(plans), trims: 'all' }]);
  return codes(plans, joint);
}

function codes(
  plans: readonly BundlePlan[],
  joint: ReturnType<typeof buildApart>[number] | undefined,
): Bundles {
  const [first, ...others] = plans;
  if (first === undefined) return new Map();
  if (isBuilt(joint) && !hasUndefinedImport(joint)) {
    const files = joint.outputFiles ?? [];
    return new Map(
      plans.map((plan, index) => {
        const file = files.find(({ path: name }) => path.basename(name) === outputName(index));
        return [plan, file === undefined || namesLocales(file) ? withLocales(plan) : encode(file.text)];
      }),
    );
  }
  if (others.length === 0) return new Map([[first, withLocales(first)]]);
  // esbuild does not say whose import it was that failed.
  const middle = plans.length >> 1;
  return new Map([...bundleTogether(plans.slice(0, middle)), ...bundleTogether(plans.slice(middle))]);
}

function withLocales(plan: BundlePlan): Uint8Array | BundleError {
  const [outcome] = buildApart([{ options: together([plan]), trims: 'all but locales' }]);
  return orError(() => encode(successOf(plan, outcome).outputFiles?.[0]?.text ?? ''));
}

function orError<T>(make: () => T): T | BundleError {
  try {
    return make();
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
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
  };
}

function outputName(index: number): string {
  return `${index}${path.extname(MAIN_FILE)}`;
}

function encode(code: string): Uint8Array {
  return Buffer.from(`${code}//# sourceMappingURL=${SOURCE_MAP_FILE}\n`);
}
