import path from 'node:path';
import type { Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { checkValue } from '../../catalog/check-value.ts';
import type { DeploymentEnvironment } from '../../catalog/deployment-settings.ts';
import { deploymentEnvironmentSchema } from '../../catalog/environment-schema.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import { validPartOf } from '../../catalog/valid-part.ts';
import { workflowConflicts } from '../../catalog/workflow-conflicts.ts';
import { workflowSettingsOf } from '../../catalog/workflow-settings.ts';
import { workflowTool } from '../../contract/workflow-tool.ts';
import { type Problem, withoutTwins } from '../../core/problems.ts';
import type { BuildMode } from '../build-mode.ts';
import { bundleSources } from '../constructs/bundled-sources.ts';
import { throwIfAny, WorkflowConfigurationError } from '../validation/problems.ts';
import { checkStageNames } from '../validation/stages.ts';
import { FoundationStack } from './foundation-stack.ts';
import { located } from './located-problems.ts';
import { checkWorkflowStack, WorkflowStack, type WorkflowStackProps } from './workflow-stack.ts';

/** What a deployment of a catalog is made of. */
export interface WorkflowStacksOptions {
  /** The workflows: a stack is made of each. */
  readonly catalog: readonly WorkflowCatalogEntry[];
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /** How they are named, run and watched. */
  readonly environment: DeploymentEnvironment;
  /** How their code becomes something that AgentCore runs. */
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
  // Before the first workflow is bundled, which takes its time.
  throwIfAny('app', withoutTwins(checkWorkflowStacks(options)));
  const { env, ...settings } = options;
  const { foundation } = new FoundationStack(scope, 'Foundation', {
    ...settings,
    traces: options.catalog.some((entry) => workflowSettingsOf(options.environment, entry).tracing),
    ...(env && { env }),
  });
  const problems: Problem[] = [];
  bundleSources(
    scope,
    options.catalog.map((workflow) => ({
      entry: path.resolve(options.projectRoot, workflow.entry),
      tool: workflowTool(workflow),
    })),
  );
  const stacks = workflowsOf(options).flatMap((props) => {
    try {
      return [new WorkflowStack(scope, props.workflow.name, { ...props, foundation, deliveryPolicy: false })];
    } catch (error) {
      // The sources of other workflows may have problems too: all of them are said at once.
      if (!(error instanceof WorkflowConfigurationError)) throw error;
      problems.push(...located(props, error.problems, 'environment'));
      return [];
    }
  });
  throwIfAny('app', problems);
  return stacks;
}

/**
 * The problems of a deployment that show without bundling anything.
 *
 * @param where the name of the environment
 */
export function checkWorkflowStacks(options: WorkflowStacksOptions, where = 'environment'): Problem[] {
  const { catalog } = options;
  const { problems } = checkValue({
    schema: deploymentEnvironmentSchema,
    value: options.environment,
    where,
  });
  // What is wrong in it is said once, and not for each workflow.
  const environment = validPartOf(options.environment);
  const { stage } = environment;
  return [
    ...problems,
    ...workflowConflicts({ where, environment, catalog }),
    ...checkStageNames({ catalog, stages: stage === undefined ? [] : [stage] }),
    ...workflowsOf({ ...options, environment }).flatMap((props) =>
      located(props, checkWorkflowStack(props), where),
    ),
  ];
}

type OneWorkflow = Omit<WorkflowStackProps, 'foundation'>;

/** Sorted, so that the templates are the same whatever the order of the catalog. */
function workflowsOf({ catalog, projectRoot, env, ...common }: WorkflowStacksOptions): OneWorkflow[] {
  return [...catalog]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => ({
      workflow: { ...entry, entry: path.resolve(projectRoot, entry.entry) },
      ...common,
      ...(env && { env }),
    }));
}
