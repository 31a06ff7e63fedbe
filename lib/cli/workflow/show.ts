import { EXIT, type ExitCode } from '../../core/errors.ts';
import { ListWorkflowRunsCommand, type WorkflowRunSummary } from '../../service/index.ts';
import type { CommandSetup } from '../cli-command.ts';
import type { CommandContext } from '../command-context.ts';
import { printResult } from '../envelope.ts';
import type { TargetOptions } from '../target.ts';
import { textTable } from '../text-table.ts';
import { checkNewDefinitionName } from './check-definition-name.ts';
import { describeDefinition } from './definitions.ts';
import { knownDefinition } from './known-definition.ts';
import { openNovaAct } from './open-nova-act.ts';
import { describeOwner, type Ownership, ownershipOf } from './ownership.ts';

/** Shows what is known of a definition. */
export async function showDefinition(
  name: string,
  options: ShowOptions,
  context: CommandContext & CommandSetup,
): Promise<ExitCode> {
  checkNewDefinitionName(name);
  const { target, client } = await openNovaAct(options, context);
  using _target = target;
  const { interrupt } = context;
  const definition = await knownDefinition(name, { ...context, client, target });
  const [ownership, { workflowRunSummaries: runs, nextToken }] = await Promise.all([
    ownershipOf(definition, { ...context, options, target }),
    client.send(
      new ListWorkflowRunsCommand({
        workflowDefinitionName: name,
        maxResults: LAST_RUNS,
        sortOrder: 'Descending',
      }),
      { abortSignal: interrupt },
    ),
  ]);
  const hasMoreRuns = nextToken !== undefined;
  printResult(context, {
    json: options.json,
    data: {
      ...{ target, definition, owners: ownership.owners, ownerUnknown: ownership.unknown ?? null },
      ...{ runs, hasMoreRuns },
    },
    text: () =>
      `${describeDefinition(definition)}Owner:        ${ownersOf(ownership)}\n\n${runsTable(runs, hasMoreRuns)}`,
  });
  return EXIT.success;
}

/** What `workflow show` was called with. */
export interface ShowOptions extends TargetOptions {
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
}

const LAST_RUNS = 5;

function ownersOf({ owners, unknown }: Ownership): string {
  const notAsked = unknown === undefined ? [] : [`stacks are not known: ${unknown}`];
  const known = owners.length === 0 && notAsked.length === 0 ? ['nobody'] : owners.map(describeOwner);
  return [...known, ...notAsked].join('; ');
}

function runsTable(runs: readonly WorkflowRunSummary[], hasMore: boolean): string {
  if (runs.length === 0) return 'It has no runs.\n';
  const rows = runs.map(({ workflowRunId, status, startedAt, endedAt }) => [
    ...[workflowRunId, status, startedAt.toISOString(), endedAt?.toISOString() ?? ''],
  ]);
  const heading = hasMore ? `The last ${runs.length} runs:\n` : 'Its runs:\n';
  return heading + textTable(['run', 'status', 'started', 'ended'], rows);
}
