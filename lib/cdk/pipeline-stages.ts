import { type Environment, Token } from 'aws-cdk-lib';
import type { DeploymentEnvironment, DeploymentSettings } from '../catalog/deployment-settings.ts';
import type { BuildMode } from './build-mode.ts';

/**
 * What a pipeline deploys, in its order: the environments of the settings that do not leave pipelines out. What they do not
 * say of account and region is that of the pipeline.
 */
export function pipelineStages(options: {
  readonly settings: DeploymentSettings;
  /** Where the pipeline is. */
  readonly place: Environment;
  /** @default - what each environment says, or codebuild */
  readonly build?: BuildMode | undefined;
}): readonly PipelineStage[] {
  const { settings, place, build } = options;
  return Object.entries(settings.environments)
    .filter(([, { pipeline = true }]) => pipeline)
    .map(([name, environment], index) => {
      const { account = place.account, regions: [region = place.region, ...otherRegions] = [] } = environment;
      return {
        name,
        environment,
        env: { ...(account && { account }), ...(region && { region }) },
        otherRegions,
        build: build ?? environment.build ?? 'codebuild',
        approval: environment.approval ?? index > 0,
        isElsewhere: account !== place.account,
      };
    });
}

/** One environment, as a pipeline deploys it. */
export interface PipelineStage {
  readonly name: string;
  readonly environment: DeploymentEnvironment;
  /** Account and first region, as far as they are known. */
  readonly env: Environment;
  readonly otherRegions: readonly string[];
  readonly build: BuildMode;
  /** Whether a person approves it first. */
  readonly approval: boolean;
  /** Whether it is in another account than the pipeline. */
  readonly isElsewhere: boolean;
}

/** The places that a pipeline must know of itself, because a stage is in an account or a region that may be another one. */
export function unknownPlaces(
  stages: readonly PipelineStage[],
  place: Environment,
): readonly ('account' | 'region')[] {
  const isKnown = (value: string | undefined): boolean => value !== undefined && !Token.isUnresolved(value);
  const regionsOf = ({ env, otherRegions }: PipelineStage): readonly (string | undefined)[] => [
    env.region,
    ...otherRegions,
  ];
  const isAway =
    stages.some(({ isElsewhere }) => isElsewhere) ||
    stages.flatMap(regionsOf).some((region) => region !== place.region);
  return isAway ? (['account', 'region'] as const).filter((part) => !isKnown(place[part])) : [];
}
