import type { S3Client } from '@aws-sdk/client-s3';
import { runKey } from '../../contract/invocation-record.ts';
import { visible } from '../../core/visible.ts';
import { askedWorkflow, askedWorkflows } from '../asked-workflows.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import type { DeployedWorkflow } from '../deployed-workflow.ts';
import { readingNeeds } from '../reading-needs.ts';
import { requiredOutputs } from '../required-outputs.ts';
import { accessToWorkflows } from '../run-records/access-to-workflows.ts';
import { type ArtifactPlace, folderOf } from '../run-records/artifact-place.ts';
import { openInvocations } from '../run-records/open-invocations.ts';
import { placeOfWorkflow } from '../run-records/place-of-workflow.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { resolveRun } from '../run-records/resolve-run.ts';
import { checkRunId, isWholeRunId } from '../run-records/run-id.ts';
import { tryInvocation } from '../run-records/try-invocation.ts';
import type { CommandTarget, TargetContext, TargetOptions } from '../target.ts';
import { UsageError } from '../usage-error.ts';
import type { AskedWorkflow } from '../workflow-options.ts';
import { type ArtifactObject, artifactObjects, objectsFrom } from './artifact-objects.ts';
import { isAtTracePlace, tracePlaces } from './trace-places.ts';

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
  if (asked.run !== undefined) {
    checkRunId(asked.run, context);
    return await artifactsOfRun(asked.run, await askedWorkflows(asked, target, context), target, context);
  }
  const workflow = await askedWorkflow(asked, target, context);
  const access = await accessToWorkflows([workflow], target, context);
  const place = await placeOfWorkflow(workflow, access);
  const client = await access.s3();
  return { workflow: workflow.workflow, client, place, objects: await objectsIn(place, access) };
}

/** Objects, and where they are. */
export interface FoundArtifacts {
  readonly workflow: string;
  readonly client: S3Client;
  readonly place: ArtifactPlace;
  readonly objects: readonly ArtifactObject[];
}

/** What the commands on artifacts were called with. */
export interface ArtifactsOptions extends TargetOptions, AskedWorkflow {
  readonly run?: string | undefined;
  readonly json?: boolean | undefined;
}

/** What they are called with beside their options. */
export interface ArtifactsContext extends CommandContext, TargetContext {
  readonly setup: Pick<CommandSetup, 'catalog'>;
}

async function artifactsOfRun(
  id: string,
  workflows: readonly DeployedWorkflow[],
  target: CommandTarget,
  context: ArtifactsContext,
): Promise<FoundArtifacts> {
  const access = await accessToWorkflows(workflows, target, context);
  const note = (text: string): void => context.stderr(`${visible(text)}\n`);
  // Objects may outlive their run: one whose id is whole need not be there.
  const found = isWholeRunId(id) ? undefined : await resolveRun(id, workflows.map(definitionNameOf), access);
  const workflowRunId = found?.run.workflowRunId ?? id;
  const places: string[] = [];
  for (const workflow of isWholeRunId(workflowRunId) ? workflows : []) {
    const definitionName = definitionNameOf(workflow);
    if (found !== undefined && found.definitionName !== definitionName) continue;
    const place = await placeOfWorkflow(workflow, access);
    const run = { definitionName, workflowRunId };
    const { invocation, unknown, mayBeThere } = await tryInvocation(run, openInvocations(access), access);
    const traces = await tracePlaces(
      { workflowDefinitionName: definitionName, workflowRunId, bucket: place.bucket },
      access,
      note,
    );
    const isOfRun = ({ key, path }: ArtifactObject): boolean =>
      path === runKey(workflowRunId) ||
      path === invocation?.key ||
      path.split('/').includes(workflowRunId) ||
      traces.some((trace) => isAtTracePlace(key, trace));
    const objects = (await objectsIn(place, access, traces)).filter(isOfRun);
    places.push(`s3://${place.bucket}/${folderOf(place)}${mayBeThere === true ? ` (${unknown})` : ''}`);
    if (objects.length === 0) continue;
    if (unknown !== undefined) note(unknown);
    return { workflow: workflow.workflow, client: await access.s3(), place, objects };
  }
  if (places.length === 0) {
    const names = workflows.map(({ workflow }) => workflow).join(', ');
    throw new UsageError({
      what: `None of the newest runs of ${names} on ${target.description} begins with "${id}".`,
      fix: `List runs with "${access.commandLine('runs list')}", and check where the command works.`,
    });
  }
  throw new UsageError({
    what: `There is nothing of run ${workflowRunId} in ${places.join(', ')}.`,
    fix: 'Name the workflow that it is of, and the account and region that it ran in; objects may have expired.',
  });
}

function definitionNameOf(workflow: DeployedWorkflow): string {
  return requiredOutputs(workflow, ['WorkflowDefinitionName']).WorkflowDefinitionName;
}

/** All of a workflow, and what is at further places; each once. */
async function objectsIn(
  place: ArtifactPlace,
  access: RecordsAccess,
  further: readonly string[] = [],
): Promise<readonly ArtifactObject[]> {
  const { bucket, prefix } = place;
  const client = await access.s3();
  const signal = access.call.abortSignal;
  const objects = new Map<string, ArtifactObject>();
  const add = async (start: string, found: AsyncIterable<ArtifactObject>): Promise<void> => {
    const needs = `s3:ListBucket on arn:aws:s3:::${bucket} for the prefix ${start}*`;
    for await (const object of readingNeeds(needs, found)) objects.set(object.key, object);
  };
  await add(prefix, artifactObjects(client, place, signal));
  for (const start of further) {
    if (start.startsWith(folderOf(place))) continue;
    await add(start, objectsFrom(client, { ...place, start }, signal));
  }
  return [...objects.values()];
}
