import { Construct } from 'constructs';
import type { Problem } from '../../core/problems.ts';
import { checkRegionalNames } from '../validation/regions.ts';
import type { WorkflowStack } from './workflow-stack.ts';
import { checkWorkflowStacks, makeWorkflowStacks, type WorkflowStacksOptions } from './workflow-stacks.ts';

/** A deployment in one region, or in several. */
export interface RegionalStacksOptions extends Omit<WorkflowStacksOptions, 'nameSuffix'> {
  /**
   * The regions after the first, which is that of `env`.
   * @default - none
   */
  readonly otherRegions?: readonly string[] | undefined;
}

/**
 * Makes the stacks of a deployment in each of its regions. The first keeps its names when regions are added; the names of
 * the others end in the region, so that one file of outputs holds all.
 *
 * @returns the workflow stacks of the first region, then those of the others, each sorted by the name of the workflow
 * @throws WorkflowConfigurationError with the problems of all workflows
 */
export function makeRegionalStacks(
  scope: Construct,
  options: RegionalStacksOptions,
): readonly WorkflowStack[] {
  const { otherRegions = [], ...first } = options;
  return [
    ...makeWorkflowStacks(scope, first),
    ...otherRegions.flatMap((region) =>
      makeWorkflowStacks(new Construct(scope, region), {
        ...first,
        env: { ...first.env, region },
        nameSuffix: region,
      }),
    ),
  ];
}

/**
 * The problems of a deployment that show without bundling anything.
 *
 * @param where the name of the environment
 */
export function checkRegionalStacks(
  { otherRegions = [], ...options }: RegionalStacksOptions,
  where?: string,
): Problem[] {
  return [
    ...checkRegionalNames({ catalog: options.catalog, others: otherRegions }),
    ...checkWorkflowStacks(options, where),
  ];
}
