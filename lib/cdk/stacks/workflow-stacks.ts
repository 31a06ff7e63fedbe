import path from 'node:path';
import type { Environment } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { DeploymentEnvironment } from '../../catalog/deployment-settings.ts';
import type { WorkflowCatalogEntry } from '../../catalog/index.ts';
import type { Problem } from '../../core/problems.ts';
import type { BuildMode } from '../build-mode.ts';
import { bundleSources } from '../constructs/bundled-sources.ts';
import { defaultSettings, stackSettings } from '../environments.ts';
import { checkImage } from '../validation/image.ts';
import { checkLostRuns } from '../validation/lost-runs.ts';
import { throwIfAny, WorkflowConfigurationError } from '../validation/problems.ts';
import { checkStageNames } from '../validation/stages.ts';
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
  // Before the first workflow is bundled, which takes its time.
  throwIfAny('app', checkWorkflowStacks(options));
  const { env, ...settings } = options;
  const { foundation } = new FoundationStack(scope, 'Foundation', { ...settings, ...(env && { env }) });
  const problems: Problem[] = [];
  bundleSources(
    scope,
    options.catalog.map(({ entry }) => path.resolve(options.projectRoot, entry)),
  );
  const stacks = workflowsOf(options).flatMap((props) => {
    try {
      return [new WorkflowStack(scope, props.workflow.name, { ...props, foundation })];
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

/** The problems of a deployment that show without bundling anything. */
export function checkWorkflowStacks(options: WorkflowStacksOptions): Problem[] {
  const { catalog, environment } = options;
  const known: readonly DeploymentEnvironment[] = [
    ...Object.values(defaultSettings.environments),
    environment,
  ];
  return [
    ...checkImage('environment.image', environment.image),
    ...checkLostRuns('environment.lostRuns', stackSettings(environment).lostRuns),
    ...checkStageNames({ catalog, stages: [...new Set(known.flatMap(({ stage }) => stage ?? []))] }),
    ...workflowsOf(options).flatMap((props) => located(props, checkWorkflowStack(props))),
  ];
}

type WorkflowSettings = Omit<WorkflowStackProps, 'foundation'>;

/** Sorted, so that the templates are the same whatever the order of the catalog. */
function workflowsOf({ catalog, projectRoot, env, ...common }: WorkflowStacksOptions): WorkflowSettings[] {
  return [...catalog]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => ({
      workflow: { ...entry, entry: path.resolve(projectRoot, entry.entry) },
      ...common,
      ...(env && { env }),
    }));
}

function located({ workflow }: WorkflowSettings, problems: readonly Problem[]): Problem[] {
  return problems.map((problem) => ({ ...problem, where: `${workflow.name}: ${problem.where}` }));
}
