import { realpathSync } from 'node:fs';
import path from 'node:path';
import type { BuildOptions } from 'esbuild';
import type { WorkflowTool } from '../contract/workflow-tool.ts';
import { messageOf } from '../core/errors.ts';
import { makeFolder, statIfThere } from '../core/files.ts';
import { type FailedApart, isBuilt } from './build-apart.ts';
import { type BundleBuilds, bundleOptions, inspectOptions } from './build-options.ts';
import type { BuiltFiles } from './built-files.ts';
import { BundleError } from './bundle-error.ts';
import { explainBuildFailure } from './explain.ts';
import type { SharedModules } from './join-parts.ts';
import { playwrightModule, runtimeHostModule, sdkModule } from './layout.ts';
import { isInside } from './relocate.ts';

/** How one workflow is bundled. */
export interface BundlePlan {
  readonly root: string;
  readonly outDir: string;
  /** As given, for messages. */
  readonly entry: string;
  readonly entryFile: string;
  readonly inspect: BuildOptions;
  readonly builds: BundleBuilds;
  /** What the runtime and the workflow have both. */
  readonly shared: SharedModules;
}

/** @throws {@link BundleError} when the entry is missing or outside the project, or a folder cannot be used */
export function bundlePlan(options: {
  readonly projectRoot: string;
  readonly entry: string;
  readonly outDir: string;
  readonly tool?: WorkflowTool | undefined;
  /** @default true */
  readonly sourceMaps?: boolean | undefined;
}): BundlePlan {
  const { projectRoot, entry, outDir, tool, sourceMaps = true } = options;
  const root = realFolder(projectRoot);
  const entryFile = path.resolve(root, entry);
  if (!statIfThere(entryFile)?.isFile()) {
    throw new BundleError(
      `The workflow "${entry}" does not exist: there is no file ${entryFile}. ` +
        'Give the path of the file that exports main(payload), relative to the project root.',
      { files: [entryFile] },
    );
  }
  if (!isInside(root, realpathSync(entryFile))) {
    throw new BundleError(
      `The workflow "${entry}" is outside the project ${root}. Move it into the project.`,
    );
  }
  const out = realFolder(outDir, { create: true });
  const shared = { sdkModule: sdkModule(root), playwrightModule: playwrightModule(root) };
  const hostModule = runtimeHostModule(root, tool && 'MCP');
  return {
    root,
    outDir: out,
    entry,
    entryFile,
    inspect: inspectOptions({ root, entryFile, ...shared }),
    builds: bundleOptions({ root, outDir: out, entryFile, hostModule, ...shared, tool, sourceMaps }),
    shared,
  };
}

/** What the bundler has thrown, in words for the author of the workflow. */
export function buildError({ entry, root }: BundlePlan, error: unknown): BundleError {
  return explainBuildFailure({ subject: `workflow "${entry}"`, root, error });
}

/** What came of a build of the plan. @throws {@link BundleError} */
export function successOf(plan: BundlePlan, outcome: BuiltFiles | FailedApart | undefined): BuiltFiles {
  if (isBuilt(outcome)) return outcome;
  throw buildError(plan, outcome);
}

/** esbuild resolves symbolic links; so do we, otherwise one file would have two relative paths. */
function realFolder(folder: string, { create = false } = {}): string {
  const absolute = path.resolve(folder);
  try {
    if (create) makeFolder(absolute);
    return realpathSync(absolute);
  } catch (error) {
    throw new BundleError(
      `The folder ${absolute} cannot be used: ${messageOf(error)}. Give a folder that exists.`,
      {
        cause: error,
      },
    );
  }
}
