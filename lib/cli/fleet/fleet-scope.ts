import type { SFNClient } from '@aws-sdk/client-sfn';
import { looksLikeArn } from '../../catalog/runtime-arn.ts';
import { fleetFolder } from '../../contract/fleet-input.ts';
import { type DeployedWorkflow, deployedWorkflow } from '../deployed-workflow.ts';
import { type ArtifactPlace, folderOf } from '../run-records/artifact-place.ts';
import { placeOfWorkflow } from '../run-records/place-of-workflow.ts';
import { openRunScope, type ProjectContext, type RunScope } from '../runs/run-scope.ts';
import { UsageError } from '../usage-error.ts';
import type { FleetOptions } from './fleet-options.ts';

/** Settles where a command on the fleets of a workflow works, and says so. The scope is disposed with its target. */
export async function openFleetScope<O extends FleetOptions>(
  workflow: string,
  options: O,
  context: ProjectContext,
): Promise<FleetScope & { readonly options: O } & Disposable> {
  if (looksLikeArn(workflow)) {
    throw new UsageError({
      what: 'The ARN of a runtime was given.',
      allowed: 'The fleet of a workflow and its bucket are in the outputs of its stack.',
      fix: 'Give the name of the workflow, with --stack NAME if the stack is one of yours.',
    });
  }
  const scope = await openRunScope(options, context);
  const { outputsFile, target } = scope;
  const wanted = { workflow, stack: options.stack, outputsFile };
  try {
    const deployed = await deployedWorkflow(wanted, target, scope.context);
    let sfn: Promise<SFNClient> | undefined;
    return {
      ...scope,
      deployed,
      place: await placeOfWorkflow(deployed, scope),
      sfn: async () => {
        const { SFNClient } = await import('@aws-sdk/client-sfn');
        sfn ??= target.client((config) => new SFNClient(config));
        return await sfn;
      },
    };
  } catch (error) {
    scope[Symbol.dispose]();
    throw error;
  }
}

/** What the commands on fleets work with. */
export interface FleetScope extends RunScope {
  readonly options: FleetOptions;
  readonly deployed: DeployedWorkflow;
  /** The artifact bucket of the workflow. */
  readonly place: ArtifactPlace;
  /** One client of Step Functions, made when it is first asked for. */
  readonly sfn: () => Promise<SFNClient>;
}

/** The key of something of a fleet. @param file below the folder of the fleet */
export function fleetKey(place: ArtifactPlace, name: string, file: string): string {
  return `${folderOf(place)}${fleetFolder(name)}/${file}`;
}
