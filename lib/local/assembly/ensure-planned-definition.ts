import {
  ConflictException,
  CreateWorkflowDefinitionCommand,
  DeleteWorkflowDefinitionCommand,
  GetWorkflowDefinitionCommand,
  ListWorkflowRunsCommand,
  type NovaActClient,
  ResourceNotFoundException,
} from '../../service/index.ts';
import type { AssemblyNote } from './assembly-note.ts';
import type { PlannedDefinition } from './plan-assembly.ts';

/**
 * Makes a definition as the template has it. The service changes none: one that is there with another description or export
 * is made anew if it has no runs, and else stays as it is.
 */
export async function ensurePlannedDefinition(
  client: NovaActClient,
  planned: PlannedDefinition,
): Promise<readonly AssemblyNote[]> {
  const { stackName, resource, ...definition } = planned;
  const { name } = definition;
  if (await create(client, definition)) return [];
  const there = await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName: name }));
  const { s3BucketName, s3KeyPrefix } = definition.exportConfig ?? {};
  const isSame =
    there.description === definition.description &&
    there.exportConfig?.s3BucketName === s3BucketName &&
    there.exportConfig?.s3KeyPrefix === s3KeyPrefix;
  if (isSame) return [];
  const runs = await client.send(
    new ListWorkflowRunsCommand({ workflowDefinitionName: name, maxResults: 1 }),
  );
  if (runs.workflowRunSummaries.length > 0) {
    return [
      {
        stackName,
        resource,
        what:
          `the definition ${name} is there from before with another description or export, and has runs: it stays as it is. ` +
          'Another state folder, or one without it, gets that of the template.',
      },
    ];
  }
  await client.send(new DeleteWorkflowDefinitionCommand({ workflowDefinitionName: name }));
  await untilGone(client, name);
  await create(client, definition);
  return [];
}

type Definition = Omit<PlannedDefinition, 'stackName' | 'resource'>;

/** @returns whether it was not there before */
async function create(client: NovaActClient, definition: Definition): Promise<boolean> {
  try {
    await client.send(new CreateWorkflowDefinitionCommand(definition));
    return true;
  } catch (error) {
    if (error instanceof ConflictException) return false;
    throw error;
  }
}

/** It is gone a moment after its deletion was answered. */
async function untilGone(client: NovaActClient, workflowDefinitionName: string): Promise<void> {
  for (;;) {
    try {
      await client.send(new GetWorkflowDefinitionCommand({ workflowDefinitionName }));
    } catch (error) {
      if (error instanceof ResourceNotFoundException) return;
      throw error;
    }
  }
}
