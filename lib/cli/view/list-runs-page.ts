import { isInstance } from '../../core/thrown.ts';
import {
  paginateListWorkflowRuns,
  ResourceNotFoundException,
  type WorkflowRunSummary,
} from '../../service/index.ts';
import type { RunItem, RunQuery, RunsPage } from '../../viewer/view-model.ts';
import { isAccessDenied } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';
import type { RecordsAccess } from '../run-records/records-access.ts';
import { counted, timeText } from '../runs/run-text.ts';
import { isPartial, isPassing, whyOf } from './account-error.ts';
import { runItem } from './run-item.ts';
import { NEWEST, type PlaceInList, type PlaceInRuns, type RunPlaces } from './run-places.ts';

/**
 * A page of the runs of some definitions, newest first. The service lists runs of one definition, in order, and filters nothing:
 * runs are looked at until the page is full, or so many were, or it takes too long. That is said, and the page after goes on.
 *
 * @throws when a list cannot be read
 */
export async function listRunsPage(
  query: RunQuery,
  { definitions, hasMore, places, access, limits = LIMITS }: ListedDefinitions,
): Promise<RunsPage> {
  const startMs = Date.now();
  const known = places.at(query.at);
  const isElsewhere = known === undefined && query.at !== undefined && query.at !== NEWEST;
  const place: PlaceInRuns = known ?? {
    lists: definitions.map((definitionName) => ({ definitionName })),
    ...{ newerCount: 0, newer: '' },
  };
  const pageSize = Math.max(10, Math.min(100, Math.ceil(200 / Math.max(1, place.lists.length))));
  const failed: unknown[] = [];
  const heads = await Promise.all(
    place.lists.map(async (at) => {
      const rest = runsFrom(at, { query, pageSize, access });
      try {
        return { rest, at, next: await rest.next() };
      } catch (error) {
        // Who can look at some definitions sees the runs of those. What passes, the page that was there before is better for.
        if (!isPartial(error, access.call.abortSignal) || isPassing(error, access)) throw error;
        failed.push(error);
        return { rest, at, next: { done: true, value: undefined } as const };
      }
    }),
  );
  if (failed.length > 0 && failed.length === heads.length) throw failed[0];
  let open = heads.flatMap(({ next, ...list }) =>
    next.done === true ? [] : [{ ...list, next: next.value }],
  );
  const runs: RunItem[] = [];
  let isBehind = query.behind === undefined;
  let looked = 0;
  let oldest: Date | undefined;
  while (open.length > 0 && runs.length < limits.onPage) {
    const isTooLong = Date.now() - startMs > limits.timeMs && looked >= limits.leastLooked;
    if (looked >= limits.looked || isTooLong) break;
    const newest = open.reduce((a, b) => (b.next.run.startedAt > a.next.run.startedAt ? b : a));
    const { run, at } = newest.next;
    looked += 1;
    oldest = run.startedAt;
    newest.at = at;
    if (isBehind && isWanted(run, query)) runs.push(run);
    isBehind ||= run.id === query.behind;
    const following = await newest.rest.next();
    if (following.done === true) open = open.filter((list) => list !== newest);
    else newest.next = following.value;
  }
  await Promise.allSettled(open.map(({ rest }) => rest.return(undefined)));
  const isCut = open.length > 0 && runs.length < limits.onPage;
  const name = query.at === undefined || known === undefined ? NEWEST : query.at;
  return {
    runs,
    total: open.length === 0 && name === NEWEST ? runs.length : undefined,
    newerCount: place.newerCount,
    newer: place.newer === '' ? undefined : place.newer,
    older:
      open.length === 0
        ? undefined
        : places.name({
            lists: open.map(({ at }) => at),
            newerCount: place.newerCount + runs.length,
            newer: name,
          }),
    ...(isElsewhere && { isElsewhere }),
    unseen: unseenText({
      ...{ query, looked, cutAt: isCut ? oldest : undefined, hasMore },
      failed: failed.map((error) =>
        isAccessDenied(factsOf(error)) ? 'no permission nova-act:ListWorkflowRuns.' : whyOf(error, access),
      ),
    }),
  };
}

/** Whose runs are listed, and how. */
export interface ListedDefinitions {
  readonly definitions: readonly string[];
  /** Whether there are definitions that are not looked at. */
  readonly hasMore: boolean;
  readonly places: RunPlaces;
  readonly access: Pick<RecordsAccess, 'client' | 'call' | 'commandLine'>;
  /** @default - those of pages */
  readonly limits?: ListLimits | undefined;
}

/** How much is looked at for a page. */
export interface ListLimits {
  readonly onPage: number;
  readonly looked: number;
  readonly timeMs: number;
  /** However long it takes. */
  readonly leastLooked: number;
}

const LIMITS: ListLimits = { onPage: 100, looked: 1_000, timeMs: 3_000, leastLooked: 100 };

interface RunInList {
  readonly run: RunItem;
  /** The place behind it. */
  readonly at: PlaceInList;
}

async function* runsFrom(
  { definitionName, token, after }: PlaceInList,
  options: {
    readonly query: RunQuery;
    readonly pageSize: number;
    readonly access: ListedDefinitions['access'];
  },
): AsyncGenerator<RunInList, undefined> {
  const { query, pageSize, access } = options;
  const { client, call } = access;
  const config = { client, pageSize, ...(token !== undefined && { startingToken: token }) };
  const input = { workflowDefinitionName: definitionName, sortOrder: 'Descending' } as const;
  let page = token;
  let before = after;
  try {
    for await (const { workflowRunSummaries: summaries, nextToken } of paginateListWorkflowRuns(
      config,
      input,
      call,
    )) {
      for (const summary of behind(summaries, before)) {
        // They are in the order in which they began. By seconds at most that of AWS may differ; it does not say.
        if (query.since !== undefined && summary.startedAt < query.since) return undefined;
        const run = runItem(definitionName, summary);
        const last = { id: run.id, startedAtMs: run.startedAt.getTime() };
        yield { run, at: { definitionName, token: page, after: last } };
      }
      page = nextToken;
      before = undefined;
    }
  } catch (error) {
    // Deleted meanwhile, with its runs.
    if (!isInstance(error, ResourceNotFoundException)) throw error;
  }
  return undefined;
}

/** The runs of a page that come after one; when that is gone, those that are older. */
function behind(
  summaries: readonly WorkflowRunSummary[],
  after: PlaceInList['after'],
): readonly WorkflowRunSummary[] {
  if (after === undefined) return summaries;
  const index = summaries.findIndex(({ workflowRunId }) => workflowRunId === after.id);
  return index >= 0
    ? summaries.slice(index + 1)
    : summaries.filter(({ startedAt }) => startedAt.getTime() < after.startedAtMs);
}

/** As far as lists of the service can say it. */
function isWanted({ id, definitionName, status, startedAt }: RunItem, query: RunQuery): boolean {
  const text = query.text?.trim().toLowerCase() ?? '';
  return (
    (query.status === undefined || status === query.status) &&
    (query.since === undefined || startedAt >= query.since) &&
    (query.until === undefined || startedAt < query.until) &&
    (id.includes(text) || definitionName.toLowerCase().includes(text))
  );
}

/** In one sentence how far it was looked, and then what is missing; `undefined` when all was looked at. */
function unseenText(options: {
  readonly query: RunQuery;
  readonly looked: number;
  /** The start of the last that was looked at, when there are older ones that were not. */
  readonly cutAt: Date | undefined;
  readonly hasMore: boolean;
  /** Why each of some definitions could not be looked at. */
  readonly failed: readonly string[];
}): string | undefined {
  const { query, looked, cutAt, hasMore, failed } = options;
  const isText = Boolean(query.text?.trim());
  if (!isText && cutAt === undefined && !hasMore && failed.length === 0) return undefined;
  const back = cutAt === undefined ? '' : `, back to ${timeText(cutAt)}`;
  const of = hasMore ? ' of the newest workflow definitions' : '';
  return [
    `Looked at ${isText ? 'the ids and names of ' : ''}${counted(looked, 'run')}${of}${back}.`,
    ...(isText ? ['AWS lists neither prompts nor errors.'] : []),
    ...(failed.length === 0
      ? []
      : [
          `Those of ${counted(failed.length, 'workflow definition')} are missing: ${[...new Set(failed)].slice(0, 2).join(' ')}`,
        ]),
  ].join(' ');
}
