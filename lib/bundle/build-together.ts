import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import { buildApart, isBuilt } from './build-apart.ts';
import type { BuildRequest } from './build-program.ts';
import type { BuiltFiles } from './built-files.ts';
import { BundleError } from './bundle-error.ts';
import { type BundlePlan, successOf } from './bundle-plan.ts';
import type { BuiltPart } from './join-parts.ts';
import { MAIN_FILE } from './layout.ts';
import { hasUndefinedImport, needsLocales, type Trims } from './trim-packages.ts';

/**
 * Builds the same part of several bundles in one build, for which what they share is read and parsed once. When it fails, they are
 * built in halves: the bundler does not say whose import it was.
 *
 * @param joint - what has come of the request for them, if it was made
 */
export function buildTogether(
  plans: readonly BundlePlan[],
  part: BundledPart,
  joint?: ReturnType<typeof buildApart>[number],
): ReadonlyMap<BundlePlan, BuiltPart | BundleError> {
  const [first, ...others] = plans;
  if (first === undefined) return new Map();
  const built = joint ?? buildApart([requestFor(plans, part)])[0];
  if (isBuilt(built) && !hasUndefinedImport(built)) {
    return new Map(
      plans.map((plan, index) => {
        const its = others.length === 0 ? built : outputOf(built, { plan, index });
        return [plan, needsLocales(its) ? withLocales(plan, part) : { built: its, outDir: plan.outDir }];
      }),
    );
  }
  if (others.length === 0) return new Map([[first, withLocales(first, part)]]);
  const middle = plans.length >> 1;
  return new Map([
    ...buildTogether(plans.slice(0, middle), part),
    ...buildTogether(plans.slice(middle), part),
  ]);
}

/** What is built for each workflow. */
export type BundledPart = 'workflow' | 'whole';

/** Their build. */
export function requestFor(plans: readonly BundlePlan[], part: BundledPart): BuildRequest {
  return {
    options: plans.length === 1 ? buildOf(plans[0], part) : together(plans, part),
    trims: trimsOf(plans[0], part),
  };
}

function withLocales(plan: BundlePlan, part: BundledPart): BuiltPart | BundleError {
  const trims = { ...trimsOf(plan, part), keepsLocales: true };
  const [outcome] = buildApart([{ options: buildOf(plan, part), trims }]);
  return orError(() => ({ built: successOf(plan, outcome), outDir: plan.outDir }));
}

/** Calls a function and returns the {@link BundleError} that it may fail with. */
export function orError<T>(make: () => T): T | BundleError {
  try {
    return make();
  } catch (error) {
    if (error instanceof BundleError) return error;
    throw error;
  }
}

function buildOf(plan: BundlePlan | undefined, part: BundledPart): BuildOptions {
  return plan?.builds[part] ?? {};
}

function trimsOf(plan: BundlePlan | undefined, part: BundledPart): Trims {
  return part === 'workflow' ? { sdkModule: plan?.shared.sdkModule } : {};
}

/** Files in place of the standard input, of which there is one. */
function together(plans: readonly BundlePlan[], part: BundledPart): BuildOptions {
  const { stdin: _, outfile: __, ...common } = buildOf(plans[0], part);
  const outDir = plans[0]?.outDir ?? '';
  const entryPoints = plans.map((plan, index) => {
    const file = path.join(outDir, `${index}.js`);
    writeFileSync(file, buildOf(plan, part).stdin?.contents ?? '');
    return { in: file, out: String(index) };
  });
  return { ...common, entryPoints, outdir: outDir, outExtension: { '.js': path.extname(MAIN_FILE) } };
}

/** What came of one of several: its code, and what it is made of. */
function outputOf(
  built: BuiltFiles,
  { plan, index }: { readonly plan: BundlePlan; readonly index: number },
): BuiltFiles {
  const { outputFiles = [], metafile = { inputs: {}, outputs: {} } } = built;
  const name = `${index}${path.extname(MAIN_FILE)}`;
  const entry = path
    .relative(plan.root, path.join(plan.outDir, `${index}.js`))
    .split(path.sep)
    .join('/');
  const inputs = new Set([entry]);
  for (const input of inputs) {
    for (const { path: imported } of metafile.inputs[input]?.imports ?? []) inputs.add(imported);
  }
  return {
    warnings: [],
    outputFiles: outputFiles.filter(({ path: file }) => path.basename(file) === name),
    metafile: {
      inputs: Object.fromEntries(Object.entries(metafile.inputs).filter(([input]) => inputs.has(input))),
      outputs: {},
    },
  };
}
