import { isInstance } from '../../core/thrown.ts';
import {
  GetWorkflowRunCommand,
  ListWorkflowRunsCommand,
  type OperationResponse,
  paginateListWorkflowDefinitions,
  ResourceNotFoundException,
} from '../../service/index.ts';
import { UsageError } from '../usage-error.ts';
import { definitionOf } from './definition-of.ts';
import { deployedDefinitions } from './deployed-definitions.ts';
import type { RunScope } from './run-scope.ts';

/**
 * Finds a run by its id, or by the beginning of it among the newest runs. Without a definition or a workflow, those that
 * the project has deployed are looked through first, then all others of the target: on AWS, so many at most.
 *
 * @throws UsageError when no run is meant, or more than one
 */
export async function locateRun(id: string, scope: RunScope): Promise<FoundRun> {
  if (!/^[0-9a-f][0-9a-f-]{3,35}$/.test(id)) {
    throw new UsageError({
      what: `"${id}" is not the id of a run.`,
      allowed: 'It is a UUID in lower case, or the beginning of one: 4 characters or more.',
      fix: `List runs with "${scope.commandLine('runs list')}".`,
    });
  }
  const isWhole = id.length === ID_LENGTH;
  const lookedAt: string[] = [];
  const found: FoundRun[] = [];
  const places = placesOf(scope);
  let place = await places.next();
  for (; !place.done; place = await places.next()) {
    lookedAt.push(place.value);
    const runs = isWhole
      ? [await askForRun(place.value, id, scope)]
      : await beginWith(id, place.value, scope);
    found.push(...runs.filter((run) => run !== undefined));
    if (isWhole && found.length > 0) break;
  }
  const [run, ...others] = found;
  if (run !== undefined && others.length === 0) return run;
  if (run !== undefined) throw ambiguous(id, found);
  throw notFound({ id, lookedAt, isCutShort: place.value === 'more', scope });
}

/** A run, and what it belongs to. */
export interface FoundRun {
  readonly definitionName: string;
  readonly run: WorkflowRunDetails;
}

/** What the service says of a run. */
export type WorkflowRunDetails = OperationResponse<'GetWorkflowRun'>;

/** A run of a definition; `undefined` when it, or the definition, is not there. */
export async function askForRun(
  definitionName: string,
  workflowRunId: string,
  { client, call }: Pick<RunScope, 'client' | 'call'>,
): Promise<FoundRun | undefined> {
  try {
    const input = { workflowDefinitionName: definitionName, workflowRunId };
    return { definitionName, run: await client.send(new GetWorkflowRunCommand(input), call) };
  } catch (error) {
    if (isInstance(error, ResourceNotFoundException)) return undefined;
    throw error;
  }
}

const ID_LENGTH = 36;
/** Each is a call, and accounts may have very many. */
const MAX_DEFINITIONS_ON_AWS = 100;
/** A page. */
const NEWEST = 100;

async function beginWith(id: string, definitionName: string, scope: RunScope): Promise<readonly FoundRun[]> {
  const { client, call } = scope;
  const input = {
    workflowDefinitionName: definitionName,
    sortOrder: 'Descending',
    maxResults: NEWEST,
  } as const;
  try {
    const { workflowRunSummaries: runs } = await client.send(new ListWorkflowRunsCommand(input), call);
    const meant = runs.filter(({ workflowRunId }) => workflowRunId.startsWith(id));
    const found = await Promise.all(
      meant.map(({ workflowRunId }) => askForRun(definitionName, workflowRunId, scope)),
    );
    return found.filter((run) => run !== undefined);
  } catch (error) {
    if (isInstance(error, ResourceNotFoundException)) return [];
    throw error;
  }
}

/** The definitions that a run may belong to. @returns whether there would have been more */
async function* placesOf(scope: RunScope): AsyncGenerator<string, 'all' | 'more'> {
  const { client, call, options, target } = scope;
  if (options.definition !== undefined) yield options.definition;
  else if (options.workflow !== undefined) yield await definitionOf(options.workflow, scope);
  if (options.definition !== undefined || options.workflow !== undefined) return 'all';
  const seen = new Set<string>();
  for (const { definitionName } of deployedDefinitions(scope)) {
    if (seen.has(definitionName)) continue;
    seen.add(definitionName);
    yield definitionName;
  }
  for await (const page of paginateListWorkflowDefinitions({ client }, {}, call)) {
    for (const { workflowDefinitionName: name } of page.workflowDefinitionSummaries) {
      if (seen.has(name)) continue;
      if (!target.isLocal && seen.size >= MAX_DEFINITIONS_ON_AWS) return 'more';
      seen.add(name);
      yield name;
    }
  }
  return 'all';
}

function ambiguous(id: string, found: readonly FoundRun[]): UsageError {
  const ids = found.map(({ run, definitionName }) => `${run.workflowRunId} of ${definitionName}`);
  return new UsageError({
    what: `"${id}" is the beginning of ${ids.length} ids: ${ids.slice(0, 5).join(', ')}.`,
    fix: 'Give more of the id.',
  });
}

function notFound(options: {
  readonly id: string;
  readonly lookedAt: readonly string[];
  readonly isCutShort: boolean;
  readonly scope: RunScope;
}): UsageError {
  const { id, lookedAt, isCutShort, scope } = options;
  const whole = id.length === ID_LENGTH;
  const places =
    lookedAt.length === 1 ? `definition ${lookedAt[0]}` : `${lookedAt.length} workflow definitions`;
  return new UsageError({
    what: whole
      ? `There is no run ${id} in ${places} on ${scope.target.description}.`
      : `None of the newest ${NEWEST} runs of ${lookedAt.length === 1 ? '' : 'each of '}${places} on ${scope.target.description} begins with "${id}".`,
    allowed: isCutShort ? 'There are more definitions, which were not looked at.' : undefined,
    fix: isCutShort
      ? 'Say whose run it is with --workflow or --definition.'
      : `List runs with "${scope.commandLine('runs list')}", and check where the command works.`,
  });
}
