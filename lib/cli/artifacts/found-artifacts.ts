import { S3Client } from '@aws-sdk/client-s3';
import { visible } from '../../core/visible.ts';
import { askedWorkflow, askedWorkflows } from '../asked-workflows.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { idOption } from '../id-option.ts';
import { readingNeeds } from '../reading-needs.ts';
import type { CommandTarget, TargetContext, TargetOptions } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import type { AskedWorkflow } from '../workflow-options.ts';
import { type ArtifactObject, artifactObjects } from './artifact-objects.ts';
import { type ArtifactPlace, artifactPlace } from './artifact-place.ts';
import { invocationOfRun } from './invocation-of-run.ts';

/**
 * The objects that are asked for: all of a workflow, or those of a run.
 *
 * @throws UsageError for a run of which there is nothing; the errors of the services
 */
export async function foundArtifacts(
  asked: ArtifactsOptions,
  target: CommandTarget,
  context: ArtifactsContext,
): Promise<FoundArtifacts> {
  const runId = asked.run === undefined ? undefined : idOption('--run', asked.run);
  const client = await target.client((config) => new S3Client(config));
  if (runId === undefined) {
    const { workflow, ...place } = await placeOf(await askedWorkflow(asked, target, context));
    return { workflow, client, place, objects: await objectsIn(place) };
  }
  const places: string[] = [];
  for (const each of await askedWorkflows(asked, target, context)) {
    const { workflow, ...place } = await placeOf(each);
    const found = await invocationOfRun({ ...place, runId }, target, context.interrupt);
    const isOfRun = ({ path }: ArtifactObject): boolean => path.includes(runId) || path === found.key;
    const objects = (await objectsIn(place)).filter(isOfRun);
    if (objects.length === 0) {
      places.push(`s3://${place.bucket}/${place.prefix}/`);
      continue;
    }
    if (found.key === undefined && found.reason !== undefined) context.stderr(`${visible(found.reason)}\n`);
    return { workflow, client, place, objects };
  }
  throw new UsageError({
    what: `There is nothing of run ${runId} in ${places.join(', ')}.`,
    fix: 'Name the workflow that it is of, and the account and region that it ran in; objects may have expired.',
  });

  async function placeOf(deployed: Parameters<typeof artifactPlace>[0]) {
    return { workflow: deployed.workflow, ...(await artifactPlace(deployed, target, context.interrupt)) };
  }
  async function objectsIn(place: ArtifactPlace): Promise<readonly ArtifactObject[]> {
    const { bucket, prefix } = place;
    const needs = `s3:ListBucket on arn:aws:s3:::${bucket} for the prefix ${prefix}/*`;
    const objects: ArtifactObject[] = [];
    for await (const object of readingNeeds(needs, artifactObjects(client, place, context.interrupt)))
      objects.push(object);
    return objects;
  }
}

/** Objects, and where they are. */
export interface FoundArtifacts {
  readonly workflow: string;
  readonly client: S3Client;
  readonly place: ArtifactPlace;
  readonly objects: readonly ArtifactObject[];
}

export interface ArtifactsOptions extends TargetOptions, AskedWorkflow {
  readonly run?: string | undefined;
  readonly json?: boolean | undefined;
}

export interface ArtifactsContext extends CommandContext, TargetContext {
  readonly setup: Pick<CommandSetup, 'catalog'>;
}
