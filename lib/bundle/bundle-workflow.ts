import path from 'node:path';
import { type BuildOptions, type BuildResult, build } from 'esbuild';
import type { WorkflowTool } from '../contract/workflow-tool.ts';
import { replaceFile } from '../core/files.ts';
import { buildParts } from './build-parts.ts';
import { buildPartsApart } from './build-parts-apart.ts';
import { BundleError } from './bundle-error.ts';
import { bundleInputs } from './bundle-inputs.ts';
import { type BundlePlan, buildError, bundlePlan } from './bundle-plan.ts';
import { checkExports } from './explain.ts';
import { hashBundle } from './hash-bundle.ts';
import { type BuiltPart, joinCodes, joinSourceMaps } from './join-parts.ts';
import { MAIN_FILE, SOURCE_MAP_FILE } from './layout.ts';

/**
 * Bundles the runtime host and one workflow into a single ES module for Node 22.
 *
 * @throws {@link BundleError} when the entry is missing, has a syntax error (with file and line), imports something
 * that cannot be found, or does not export `main`.
 */
export async function bundleWorkflow(options: BundleWorkflowOptions): Promise<WorkflowBundle> {
  return bundleWith(build, options);
}

/** {@link bundleWorkflow} with a bundler that may know files from before. */
export async function bundleWith(
  run: (options: BuildOptions) => Promise<BuildResult>,
  options: BundleWorkflowOptions,
): Promise<WorkflowBundle> {
  const plan = bundlePlan(options);
  // Both to their end, whatever becomes of one: another bundle would join one that still goes on, with files of before.
  const [inspected, bundled] = await Promise.allSettled([build(plan.inspect), buildParts(run, plan)]);
  if (inspected.status === 'rejected') throw buildError(plan, inspected.reason);
  checkExports({ ...plan, inspected: inspected.value });
  if (bundled.status === 'rejected') throw buildError(plan, bundled.reason);
  return write(plan, bundled.value);
}

/** {@link bundleWorkflow} without a promise, for constructs, which cannot wait. */
export function bundleWorkflowSync(options: BundleWorkflowOptions): WorkflowBundle {
  const plan = bundlePlan(options);
  const parts = buildPartsApart([plan]).get(plan);
  if (parts === undefined) throw new Error(`Nothing came of "${plan.entry}".`);
  if (parts instanceof BundleError) throw parts;
  return write(plan, parts);
}

/** What to bundle and where to put it. */
export interface BundleWorkflowOptions {
  /** The folder of the project; dependencies are resolved from here. */
  readonly projectRoot: string;
  /** The file that exports `main(payload)`, relative to `projectRoot` or absolute inside it. */
  readonly entry: string;
  /** The folder that gets the bundle. Made if missing; nothing else in it is touched. */
  readonly outDir: string;
  /**
   * Offers the workflow as this tool to agents: the host speaks MCP, and needs `@modelcontextprotocol/server` in the project.
   * @default - the host speaks HTTP
   */
  readonly tool?: WorkflowTool | undefined;
}

/** A bundle on disk. */
export interface WorkflowBundle {
  /** The folder, absolute. */
  readonly dir: string;
  /** `main.mjs`: host and workflow in one ES module. Needs `playwright-core` beside it or above it. */
  readonly mainFile: string;
  /** The source map of `main.mjs`. */
  readonly sourceMapFile: string;
  /** SHA-256 of `main.mjs` in hex: the same on every machine, and after a change of comments only. */
  readonly hash: string;
  /** Size of `main.mjs`. */
  readonly bytes: number;
  /**
   * The files that it was made of, absolute, without those of packages in `node_modules`; with links that lead to them, and the
   * configurations of the compiler.
   */
  readonly inputs: readonly string[];
}

function write(plan: BundlePlan, parts: readonly BuiltPart[]): WorkflowBundle {
  const { outDir } = plan;
  const code = joinCodes(parts);
  const mainFile = path.join(outDir, MAIN_FILE);
  const sourceMapFile = path.join(outDir, SOURCE_MAP_FILE);
  // Another process may be about to run the bundle.
  replaceFile(sourceMapFile, joinSourceMaps(plan, parts));
  replaceFile(mainFile, code);
  return {
    dir: outDir,
    mainFile,
    sourceMapFile,
    hash: hashBundle(code),
    bytes: Buffer.byteLength(code),
    inputs: [...new Set(parts.flatMap(({ built }) => bundleInputs(built, plan.root)))],
  };
}
