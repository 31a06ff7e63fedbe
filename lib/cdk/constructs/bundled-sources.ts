import path from 'node:path';
import type { IConstruct } from 'constructs';
import { bundleWorkflowsSync } from '../../bundle/bundle-workflows.ts';
import { BundleError } from '../../bundle/index.ts';
import { projectRootOf } from './project-root.ts';

/**
 * Bundles sources that constructs of an app are about to ask for, all together: one by one takes several times as long.
 * What is wrong with one of them is said where it is asked for.
 */
export function bundleSources(scope: IConstruct, files: readonly string[]): void {
  const bundles = bundlesIn(scope);
  const missing = new Set(files.map((file) => path.resolve(file)).filter((file) => !bundles.has(file)));
  const byProject = new Map<string, string[]>();
  for (const file of missing) {
    const root = projectRootOf(file);
    byProject.set(root, [...(byProject.get(root) ?? []), file]);
  }
  for (const [projectRoot, entries] of byProject)
    for (const [entry, bundle] of bundleWorkflowsSync({ projectRoot, entries })) bundles.set(entry, bundle);
}

/**
 * The bundle of a source. Each is bundled once in an app, however many regions and stages it is deployed to.
 *
 * @throws BundleError when it cannot be bundled
 */
export function bundledSource(scope: IConstruct, file: string): Uint8Array {
  bundleSources(scope, [file]);
  const bundle = bundlesIn(scope).get(path.resolve(file));
  if (bundle instanceof BundleError) throw bundle;
  if (bundle === undefined) throw new Error(`There is no bundle of ${file}.`);
  return bundle;
}

type Bundles = Map<string, Uint8Array | BundleError>;

function bundlesIn(scope: IConstruct): Bundles {
  const { root } = scope.node;
  const bundles = bundlesOf.get(root) ?? new Map();
  bundlesOf.set(root, bundles);
  return bundles;
}

/** By app: a process that synthesises again, such as one that watches, must not get what was there before. */
const bundlesOf = new WeakMap<IConstruct, Bundles>();
