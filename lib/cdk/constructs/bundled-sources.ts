import path from 'node:path';
import type { IConstruct } from 'constructs';
import { bundleWorkflowsSync } from '../../bundle/bundle-workflows.ts';
import { BundleError } from '../../bundle/index.ts';
import type { WorkflowTool } from '../../contract/workflow-tool.ts';
import { projectRootOf } from './project-root.ts';

/**
 * Bundles sources that constructs of an app are about to ask for, all together: one by one takes several times as long.
 * What is wrong with one of them is said where it is asked for.
 */
export function bundleSources(scope: IConstruct, given: readonly SourceToBundle[]): void {
  const bundles = bundlesIn(scope);
  const sources = new Map(given.map((source) => [keyOf(source), source]));
  const byProject = new Map<string, (readonly [key: string, SourceToBundle])[]>();
  for (const [key, { entry, tool }] of sources) {
    if (bundles.has(key)) continue;
    const file = path.resolve(entry);
    const root = projectRootOf(file);
    byProject.set(root, [...(byProject.get(root) ?? []), [key, { entry: file, tool }]]);
  }
  for (const [projectRoot, missing] of byProject) {
    const made = bundleWorkflowsSync({ projectRoot, sources: missing.map(([, source]) => source) });
    for (const [index, [key]] of missing.entries()) {
      const bundle = made[index];
      if (bundle !== undefined) bundles.set(key, bundle);
    }
  }
}

/** A workflow to be bundled. */
export interface SourceToBundle {
  /** The file that exports `main(payload)`, absolute or relative to the working directory. */
  readonly entry: string;
  /** What agents see of it. @default - its runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
}

/**
 * The bundle of a source. Each is bundled once in an app, however many regions and stages it is deployed to.
 *
 * @throws BundleError when it cannot be bundled
 */
export function bundledSource(scope: IConstruct, source: SourceToBundle): Uint8Array {
  bundleSources(scope, [source]);
  const bundle = bundlesIn(scope).get(keyOf(source));
  if (bundle instanceof BundleError) throw bundle;
  if (bundle === undefined) throw new Error(`There is no bundle of ${source.entry}.`);
  return bundle;
}

/** Two workflows may have one file: what is in their bundles is the same only if agents see the same of them. */
function keyOf({ entry, tool }: SourceToBundle): string {
  return JSON.stringify([path.resolve(entry), tool]);
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
