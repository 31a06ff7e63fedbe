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
import { checkWorkflowStack, WorkflowStack, type WorkflowStackProps } from './workflow-stack.ts';

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
  // Sorted, so that the templates are the same whatever the order of the catalog.
  const workflows = [...catalog]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => ({ ...entry, entry: path.resolve(projectRoot, entry.entry) }))
    .map((workflow) => ({ workflow, foundation, ...common }));
  const located = ({ workflow }: WorkflowStackProps, problems: readonly Problem[]): Problem[] =>
    problems.map((problem) => ({ ...problem, where: `${workflow.name}: ${problem.where}` }));

  // Before the first workflow is bundled, which takes its time.
  throwIfAny(
    'app',
    workflows.flatMap((props) => located(props, checkWorkflowStack(props))),
  );
  const problems: Problem[] = [];
  const stacks = workflows.flatMap((props) => {
    try {
      return [new WorkflowStack(scope, props.workflow.name, props)];
    } catch (error) {
      // The sources of other workflows may have problems too: all of them are said at once.
      if (!(error instanceof WorkflowConfigurationError)) throw error;
      problems.push(...located(props, error.problems));
      return [];
    }
  });
  throwIfAny('app', problems);
  return stacks;
}
