import path from 'node:path';
import type { Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import type { Problem } from '../../core/problems.ts';
import type { BuildMode } from '../build-mode.ts';
import type { DeploymentEnvironment } from '../environments.ts';
import { checkImage } from '../validation/image.ts';
import { throwIfAny, WorkflowConfigurationError } from '../validation/problems.ts';
import { FoundationStack } from './foundation-stack.ts';
import { WorkflowStack } from './workflow-stack.ts';

/** What a deployment of a catalog is made of. */
export interface WorkflowStacksOptions {
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  readonly environment: DeploymentEnvironment;
  readonly build: BuildMode;
  /** Account and region. @default - those of the scope */
  readonly env?: Environment | undefined;
  /**
   * Ends the names of all stacks: one file of outputs can then hold several regions.
   * @default - none
   */
  readonly nameSuffix?: string | undefined;
}

/**
 * Makes the foundation and a stack for each workflow, in an app or in a stage of it.
 *
 * @returns the workflow stacks, sorted by the name of the workflow
 * @throws WorkflowConfigurationError with the problems of all workflows
 */
export function makeWorkflowStacks(
  scope: Construct,
  options: WorkflowStacksOptions,
): readonly WorkflowStack[] {
  const { catalog, projectRoot, environment, build } = options;
  throwIfAny('environment', checkImage('environment.image', environment.image));
  const common = {
    environment,
    build,
    ...(options.env && { env: options.env }),
    nameSuffix: options.nameSuffix,
  };
  const { foundation } = new FoundationStack(scope, 'Foundation', common);
  const problems: Problem[] = [];
  // Sorted, so that the templates are the same whatever the order of the catalog.
  const stacks = [...catalog]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const workflow = { ...entry, entry: path.resolve(projectRoot, entry.entry) };
      try {
        return [new WorkflowStack(scope, entry.name, { workflow, foundation, ...common })];
      } catch (error) {
        // The other workflows may have problems too: all of them are said at once.
        if (!(error instanceof WorkflowConfigurationError)) throw error;
        problems.push(...error.problems.map((each) => ({ ...each, where: `${entry.name}: ${each.where}` })));
        return [];
      }
    });
  throwIfAny('app', problems);
  return stacks;
}
