import { type Environment, Token } from 'aws-cdk-lib';
import { placeConflicts } from '../../catalog/place-conflicts.ts';
import { pipelineConflicts } from '../../catalog/settings-conflicts.ts';
import type { NamedSettings } from '../../catalog/workflow-settings.ts';
import type { Problem } from '../../core/problems.ts';
import type { PipelineStage } from '../pipeline-stages.ts';

/** Checks what a pipeline and its stages name that is not where they are, be their places said by themselves or by the pipeline. */
export function checkPipelinePlaces(options: {
  readonly settings: unknown;
  readonly catalog: readonly NamedSettings[];
  readonly stages: readonly PipelineStage[];
  /** Where the pipeline is, as far as that is known. */
  readonly place: Environment;
}): Problem[] {
  const { settings, catalog, stages, place } = options;
  const { account, region } = known(place);
  return [
    ...pipelineConflicts({ where: 'settings', settings, account, region }),
    ...stages.flatMap(({ name, environment, env, otherRegions }) => {
      const stage = known(env);
      return placeConflicts({
        where: `settings.environments.${name}`,
        environment,
        catalog,
        account: stage.account,
        regions: stage.region === undefined ? undefined : [stage.region, ...otherRegions],
      });
    }),
  ];
}

/** Without tokens, which nothing can be compared with. */
function known({ account, region }: Environment): Environment {
  return {
    ...(account !== undefined && !Token.isUnresolved(account) && { account }),
    ...(region !== undefined && !Token.isUnresolved(region) && { region }),
  };
}
