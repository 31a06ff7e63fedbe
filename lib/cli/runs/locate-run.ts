import { paginateListWorkflowDefinitions } from '../../service/index.ts';
import type { FoundRun } from '../run-records/ask-for-run.ts';
import { NEWEST_RUNS, resolveRun } from '../run-records/resolve-run.ts';
import { isWholeRunId } from '../run-records/run-id.ts';
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
  const lookedAt: string[] = [];
  let isCutShort = false;
  const places = async function* (): AsyncGenerator<string> {
    const names = placesOf(scope);
    let next = await names.next();
    for (; next.done !== true; next = await names.next()) {
      lookedAt.push(next.value);
      yield next.value;
    }
    isCutShort = next.value === 'more';
  };
  const found = await resolveRun(id, places(), scope);
  if (found !== undefined) return found;
  throw notFound({ id, lookedAt, isCutShort, scope });
}

/** Each is a call, and accounts may have very many. */
const MAX_DEFINITIONS_ON_AWS = 100;

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

function notFound(options: {
  readonly id: string;
  readonly lookedAt: readonly string[];
  readonly isCutShort: boolean;
  readonly scope: RunScope;
}): UsageError {
  const { id, lookedAt, isCutShort, scope } = options;
  const whole = isWholeRunId(id);
  const places =
    lookedAt.length === 1 ? `definition ${lookedAt[0]}` : `${lookedAt.length} workflow definitions`;
  return new UsageError({
    what: whole
      ? `There is no run ${id} in ${places} on ${scope.target.description}.`
      : `None of the newest ${NEWEST_RUNS} runs of ${lookedAt.length === 1 ? '' : 'each of '}${places} on ${scope.target.description} begins with "${id}".`,
    allowed: isCutShort ? 'There are more definitions, which were not looked at.' : undefined,
    fix: isCutShort
      ? 'Say whose run it is with --workflow or --definition.'
      : `List runs with "${scope.commandLine('runs list')}", and check where the command works.`,
  });
}
