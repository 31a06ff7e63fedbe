import type { ActTrace } from '../../contract/act-trace.ts';
import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { actTraceOf } from '../exports/act-trace-of.ts';
import type { ActRecord, DefinitionRecord, RunRecord } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import type { ActPlace, PagePlace, RunPlace } from './paths.ts';
import type { DefinitionItem, InvocationDetail, RunDetail, RunItem, RunsPage } from './view-model.ts';

/** What the viewer reads of the store. It never writes. */
export type ReadableStore = Pick<
  NovaActStore,
  | 'definitions'
  | 'definition'
  | 'runs'
  | 'runsPage'
  | 'runCount'
  | 'run'
  | 'sessions'
  | 'acts'
  | 'act'
  | 'steps'
  | 'screenshotFile'
  | 'invocations'
>;

/** So many runs are on a page. */
const RUNS_ON_A_PAGE = 100;

/** All definitions, the one of the latest activity first. */
export function readDefinitions(store: ReadableStore): readonly DefinitionItem[] {
  const activity = ({ lastRun, createdAt }: DefinitionItem): number =>
    (lastRun?.startedAt ?? createdAt).getTime();
  return store
    .definitions()
    .map((record) => definitionItem(store, record))
    .sort((a, b) => activity(b) - activity(a));
}

export function readDefinition(store: ReadableStore, name: string): DefinitionItem | undefined {
  const record = store.definition(name);
  return record && definitionItem(store, record);
}

/**
 * A page of the runs of a definition, newest first. Pages that are counted from a run stay as they are when others are
 * added; when all of theirs are gone, they show the newest.
 */
export function readRuns(store: ReadableStore, definitionName: string, place: PagePlace = {}): RunsPage {
  const asked = runsAt(store, definitionName, place);
  const records = asked.length > 0 ? asked : runsAt(store, definitionName, {});
  const [first, last] = [records[0]?.creation.sequence, records.at(-1)?.creation.sequence];
  const total = store.runCount(definitionName);
  const olderCount = last === undefined ? 0 : store.runCount(definitionName, { before: last });
  const newerCount = total - olderCount - records.length;
  return {
    runs: records.map((record) => runItem(store, record)),
    total,
    newerCount,
    newer: newerCount > 0 ? first : undefined,
    older: olderCount > 0 ? last : undefined,
  };
}

function runsAt(
  store: ReadableStore,
  definitionName: string,
  { before, after }: PagePlace,
): readonly RunRecord[] {
  const limit = RUNS_ON_A_PAGE;
  if (after !== undefined) {
    const newer = store.runsPage(definitionName, { order: 'Ascending', limit, after });
    // Fewer are on the first page, together with older ones.
    if (newer.length === limit) return newer.toReversed();
  }
  return store.runsPage(definitionName, { order: 'Descending', limit, after: before });
}

export function readRun(store: ReadableStore, { definitionName, runId }: RunPlace): RunDetail | undefined {
  const record = store.run(runId);
  if (record?.definitionName !== definitionName) return undefined;
  const sessions = store.sessions({ runId }).map(({ sessionId }) => ({
    id: sessionId,
    acts: store.acts({ sessionId }).map((act) => actTrace(store, act)),
  }));
  // The host knows best which invocation a run belongs to.
  const invocationId = store.invocations.idOfRun(record) ?? record.invocationId;
  const stored =
    invocationId === undefined ? undefined : store.invocations.read(invocationId, definitionName);
  const invocation = stored && invocationDetail(store, stored.record);
  return {
    ...runItem(store, record),
    definitionName,
    logGroupName: record.logGroupName,
    error: errorOf(record, invocation),
    invocation,
    sessions,
  };
}

/** An invocation by the id of its request, and the definition of its runtime. */
export function readInvocation(
  store: ReadableStore,
  requestId: string,
): { readonly definitionName: string; readonly invocation: InvocationDetail } | undefined {
  const stored = store.invocations.readByRequest(requestId);
  if (stored === undefined) return undefined;
  return { definitionName: stored.definitionName, invocation: invocationDetail(store, stored.record) };
}

export function readAct(store: ReadableStore, place: ActPlace): ActTrace | undefined {
  const record = store.act(place.actId);
  const { definitionName, runId, sessionId } = record ?? {};
  const inPlace =
    definitionName === place.definitionName && runId === place.runId && sessionId === place.sessionId;
  return record !== undefined && inPlace ? actTrace(store, record) : undefined;
}

function definitionItem(store: ReadableStore, record: DefinitionRecord): DefinitionItem {
  const { name, description, status, createdAt } = record;
  const [last] = store.runsPage(name, { order: 'Descending', limit: 1 });
  return {
    name,
    description,
    status,
    createdAt: new Date(createdAt),
    runCount: store.runCount(name),
    lastRun: last && runItem(store, last),
  };
}

function invocationDetail(store: ReadableStore, record: InvocationRecord): InvocationDetail {
  const ids = new Set([
    ...(record.workflowRunIds ?? []),
    ...store.runs({ invocationId: record.id }).map(({ runId }) => runId),
  ]);
  const runs = [...ids].flatMap((id) => {
    const run = store.run(id);
    return run === undefined ? [] : [{ definitionName: run.definitionName, id, status: run.status }];
  });
  return { record, runs, logFile: store.invocations.logFileOf(record) };
}

/** What the host says of a run that failed; else what local AWS says, which had to end it. */
function errorOf(run: RunRecord, invocation: InvocationDetail | undefined): RunDetail['error'] {
  if (run.status !== 'FAILED') return undefined;
  const said = invocation?.record.error;
  if (said !== undefined) return { type: said.name, message: said.message };
  return run.error && { type: run.error.type ?? '', message: run.error.message ?? '' };
}

function runItem(store: ReadableStore, record: RunRecord): RunItem {
  const { runId, status, modelId, requestedModelId, startedAt, endedAt } = record;
  return {
    id: runId,
    status,
    modelId: requestedModelId,
    playedBy: modelId,
    startedAt: new Date(startedAt),
    endedAt: dateOf(endedAt),
    sessionCount: store.sessions({ runId }).length,
    actCount: store.acts({ runId }).length,
  };
}

/** The pages show the screenshots, and leave out the page as text. */
function actTrace(store: ReadableStore, record: ActRecord): ActTrace {
  return actTraceOf({ act: record, run: store.run(record.runId), steps: store.steps(record.actId) });
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
