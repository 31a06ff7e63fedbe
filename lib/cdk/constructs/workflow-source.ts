import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { CfnElement } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { BundleError, MAIN_FILE, type StagedContext, stageContext } from '../../bundle/index.ts';
import { WORKFLOW_SOURCE, type WorkflowSource } from '../../contract/workflow-source.ts';
import type { WorkflowTool } from '../../contract/workflow-tool.ts';
import type { Problem } from '../../core/problems.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { bundledSource } from './bundled-sources.ts';
import { projectRootOf } from './project-root.ts';
import type { WorkflowRuntime } from './workflow-runtime.ts';

/** A workflow, bundled and staged in a folder that is there until it is disposed. */
export interface StagedWorkflow extends Disposable {
  /** The folder with all that an image or a zip file holds. */
  readonly context: StagedContext;
  /** The file that exports `main(payload)`, absolute. */
  readonly entry: string;
  /** The folder that its dependencies are resolved from. */
  readonly projectRoot: string;
  /** What agents see of it. @default - its runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
}

/**
 * Bundles a workflow and stages what its image or zip file holds. Assets copy the folder into the cloud assembly when
 * they are made, so it can be disposed of right after.
 *
 * @returns the staged workflow, or the problem of its source
 */
export function stageWorkflow(options: {
  readonly scope: IConstruct;
  /** Names the property in the problem. */
  readonly where: string;
  /** The file that exports `main(payload)`, absolute or relative to the working directory. */
  readonly entry: string;
  /** What agents see of it. @default - its runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
}): StagedWorkflow | Problem {
  const { scope, where, tool } = options;
  const entry = path.resolve(options.entry);
  const projectRoot = projectRootOf(entry);
  const folder = temporaryFolder(scope);
  try {
    const bundleDir = path.join(folder.path, 'bundle');
    mkdirSync(bundleDir);
    writeFileSync(path.join(bundleDir, MAIN_FILE), bundledSource(scope, { entry, tool }));
    const context = stageContext({
      bundleDir,
      contextDir: path.join(folder.path, 'context'),
      projectRoot,
      protocol: tool && 'MCP',
      // Nobody needs it any longer than it takes to copy it.
      link: !folder.isReadLater,
    });
    return { context, entry, projectRoot, tool, [Symbol.dispose]: () => folder[Symbol.dispose]() };
  } catch (error) {
    folder.remove();
    if (!(error instanceof BundleError)) throw error;
    return sourceProblem(where, error.message);
  }
}

/** Notes in the assembly, beside the template, what a runtime is made of: who runs it locally looks whether that has changed. */
export function noteSource(options: {
  readonly runtime: WorkflowRuntime;
  readonly workflow: string;
  readonly entry: string;
  readonly projectRoot: string;
  readonly tool?: WorkflowTool | undefined;
}): void {
  const { workflow, entry, projectRoot, tool } = options;
  const resource = options.runtime.runtime.node.defaultChild;
  if (!CfnElement.isCfnElement(resource)) return;
  // Relative: an assembly may be made on one machine and read on another.
  const relative = (file: string): string =>
    path.relative(process.cwd(), file).split(path.sep).join('/') || '.';
  const source: WorkflowSource = {
    runtime: resource.logicalId,
    workflow,
    entry: relative(entry),
    projectRoot: relative(projectRoot),
    ...(tool && { tool }),
  };
  resource.node.addMetadata(WORKFLOW_SOURCE, source);
}

/** What shows of a source before it is bundled: that it is there. */
export function checkSource(options: { readonly where: string; readonly entry: string }): Problem[] {
  const entry = path.resolve(options.entry);
  return existsSync(entry) ? [] : [sourceProblem(options.where, `there is no file ${entry}`)];
}

function sourceProblem(where: string, got: string): Problem {
  return {
    where,
    what: 'cannot be bundled',
    got,
    allowed: 'a source file of the project that exports main(payload)',
    fix: 'give its path, absolute or relative to the working directory, and mend what the bundler found',
  };
}
