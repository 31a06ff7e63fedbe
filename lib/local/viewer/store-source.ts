import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ActTrace } from '../../contract/act-trace.ts';
import { isBrowserTrace, isFileOfAct } from '../../contract/browser-trace.ts';
import type { InvocationRecord } from '../../contract/invocation-record.ts';
import { sessionKeys } from '../../contract/session-keys.ts';
import { splitTask } from '../../contract/task.ts';
import { ExplainedError, isExplained, messageOf } from '../../core/errors.ts';
import { namesIn } from '../../core/files.ts';
import { shortId } from '../../report/format.ts';
import type { ActError } from '../../service/index.ts';
import type { ActPlace, ChangeFilter, RunPlace } from '../../viewer/paths.ts';
import type { BrowserTracePlace, Picture, RunSource } from '../../viewer/run-source.ts';
import { SHOWN_RECENT_RUNS } from '../../viewer/shown-recent-runs.ts';
import type {
  ActDetail,
  DefinitionItem,
  InvocationDetail,
  InvocationOfDefinition,
  RunDetail,
  RunItem,
  RunQuery,
  RunsPage,
  SessionDetail,
  ShownError,
} from '../../viewer/view-model.ts';
import type { InvocationStarter } from '../agentcore/invocation-starter.ts';
import { actTraceOf } from '../exports/act-trace-of.ts';
import type {
  ActRecord,
  DefinitionRecord,
  RunRecord,
  SessionRecord,
  StoreChange,
} from '../nova-act/records.ts';
import type { WholeRun } from '../nova-act/state/packed-run.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { bucketDir, bucketNames } from '../s3/buckets.ts';
import { imageTypeOf } from './image-type.ts';
import { localAgainCommand } from './local-again-command.ts';
import { lastLogLines } from './log-lines.ts';
import { readRuns } from './read-runs.ts';

/** The runs of local AWS, as the pages show them. */
export class StoreSource implements RunSource {
  readonly place = {
    name: 'Local AWS',
    note: 'Local AWS on this machine. The offline agent is a stand-in for Nova Act.',
    isLocal: true,
  };
  readonly again: RunSource['again'];
  readonly #store: NovaActStore;

  /** @param options.starter starts invocations again. @default - that is not offered */
  constructor(
    store: NovaActStore,
    { starter }: { readonly starter?: Pick<InvocationStarter, 'again'> | undefined } = {},
  ) {
    this.#store = store;
    this.again = starter && ((requestId, payload) => this.#again(starter, requestId, payload));
    // Every page that is looked at listens.
    store.setMaxListeners(0);
  }

  async workflows(): Promise<readonly DefinitionItem[]> {
    const activity = ({ lastRun, createdAt }: DefinitionItem): number =>
      (lastRun?.startedAt ?? createdAt).getTime();
    return this.#store
      .definitions()
      .map((record) => this.#definitionItem(record))
      .sort((a, b) => activity(b) - activity(a));
  }

  async workflowNames(): Promise<readonly string[]> {
    return this.#store.definitions().map(({ name }) => name);
  }

  async workflow(name: string): Promise<DefinitionItem | undefined> {
    const record = this.#store.definition(name);
    return record && this.#definitionItem(record);
  }

  async runs(query: RunQuery): Promise<RunsPage> {
    return await readRuns({
      store: this.#store,
      query,
      itemOf: (whole) => this.#listItem(whole),
      hostErrorOf: ({ runId, definition, invocationId }) =>
        hostError(this.#invocationRecordOf({ runId, definitionName: definition.name, invocationId })),
    });
  }

  async placeOf(runId: string): Promise<RunPlace | undefined> {
    const run = this.#store.run(runId);
    return run && { definitionName: run.definitionName, runId };
  }

  async run({ definitionName, runId }: RunPlace): Promise<RunDetail | undefined> {
    const record = this.#store.run(runId);
    if (record?.definitionName !== definitionName) return undefined;
    const invocation = this.#invocationOf(record);
    const unknown: string[] = [];
    return {
      ...this.#runItem(record),
      logGroupName: record.logGroupName,
      error: errorOf(record, invocation?.record),
      invocation,
      sessions: this.#store.sessions({ runId }).map((session) => this.#sessionDetail(session, unknown)),
      logLines: invocation?.logLines ?? [],
      unknown,
      rawFiles: [],
    };
  }

  async invocation(requestId: string): Promise<InvocationOfDefinition | undefined> {
    const stored = this.#store.invocations.readByRequest(requestId);
    if (stored === undefined) return undefined;
    return { definitionName: stored.definitionName, invocation: this.#invocationDetail(stored.record) };
  }

  async act(place: ActPlace): Promise<ActTrace | undefined> {
    const record = this.#actAt(place);
    return record && this.#traceOf(record);
  }

  async picture(place: ActPlace, step: number): Promise<Picture | undefined> {
    const { actId } = place;
    const file = this.#actAt(place) && this.#store.screenshotFile({ actId, index: step });
    const type = file && imageTypeOf(file);
    if (!file || !type) return undefined;
    // Deleted by hand, for example, or left empty by a full disk.
    const bytes = await readFile(file).catch(() => undefined);
    return bytes && bytes.length > 0 ? { type, bytes } : undefined;
  }

  async browserTrace(place: BrowserTracePlace): Promise<Uint8Array | undefined> {
    const found = this.#traceFiles(place).find((file) => path.basename(file) === place.name);
    return found === undefined ? undefined : await readFile(found).catch(() => undefined);
  }

  follow(filter: ChangeFilter, onChange: () => void): () => void {
    const heed = (change: StoreChange): void => {
      if (passes(change, filter)) onChange();
    };
    this.#store.on('change', heed);
    return () => this.#store.off('change', heed);
  }

  async #again(
    starter: Pick<InvocationStarter, 'again'>,
    requestId: string,
    payload: unknown,
  ): Promise<string> {
    const { invocations } = this.#store;
    const stored = invocations.readByRequest(requestId);
    if (stored === undefined) throw new ExplainedError('The record of this invocation is gone.');
    const log = invocations.logFileOf(stored.record);
    return await starter.again({ ...stored, record: { ...stored.record, log } }, payload);
  }

  #actAt({ definitionName, runId, sessionId, actId }: ActPlace): ActRecord | undefined {
    const record = this.#store.act(actId);
    const inPlace =
      record?.definitionName === definitionName && record.runId === runId && record.sessionId === sessionId;
    return inPlace ? record : undefined;
  }

  /** The pages show the screenshots, and leave out the page as text. */
  #traceOf(record: ActRecord): ActTrace {
    return actTraceOf({
      act: record,
      run: this.#store.run(record.runId),
      steps: this.#store.steps(record.actId),
    });
  }

  /** What happened in an act; of one whose files cannot be read, the reason is told instead. */
  #traceIfReadable(record: ActRecord, unknown: string[]): ActTrace | undefined {
    try {
      return this.#traceOf(record);
    } catch (error) {
      if (!isExplained(error)) throw error;
      unknown.push(`What act ${shortId(record.actId)} did is not shown: ${messageOf(error)}`);
      return undefined;
    }
  }

  #sessionDetail(session: SessionRecord, unknown: string[]): SessionDetail {
    const { sessionId: id } = session;
    const names = this.#traceFiles(session).map((file) => path.basename(file));
    const acts = this.#store.acts({ sessionId: id }).map((act): ActDetail => {
      const { actId, status, startedAt, endedAt } = act;
      return {
        ...{ id: actId, status, startedAt: new Date(startedAt), endedAt: dateOf(endedAt) },
        trace: this.#traceIfReadable(act, unknown),
        browserTrace: names.find((name) => isFileOfAct(name, actId)),
      };
    });
    const browserTraces = names.filter((name) => !acts.some(({ id: actId }) => isFileOfAct(name, actId)));
    return { id, acts, browserTraces };
  }

  /** Absolute; in whichever bucket the workflow has stored them. */
  #traceFiles(session: { definitionName: string; runId: string; sessionId: string }): readonly string[] {
    const { definitionName, runId, sessionId } = session;
    if ([definitionName, runId, sessionId].some((name) => !/^[\w-]+$/.test(name))) return [];
    const { stateDir } = this.#store;
    const below = sessionKeys({ workflowRunId: runId, sessionId }).split('/');
    return bucketNames(stateDir).flatMap((bucket) => {
      const folder = path.join(bucketDir({ stateDir, bucket }), definitionName, ...below);
      return namesIn(folder)
        .filter(isBrowserTrace)
        .map((name) => path.join(folder, name));
    });
  }

  #definitionItem(record: DefinitionRecord): DefinitionItem {
    const { name, description, status, createdAt } = record;
    const [last] = this.#store.runsPage(name, { order: 'Descending', limit: 1 });
    return {
      name,
      description,
      status,
      createdAt: new Date(createdAt),
      runCount: this.#store.runCount(name),
      lastRun: last && this.#runItem(last),
      recentRuns: this.#store
        .runHeads(name)
        .slice(-SHOWN_RECENT_RUNS)
        .map(({ runId, status: ended }) => ({ id: runId, status: ended })),
    };
  }

  #runItem(record: RunRecord): RunItem {
    const { runId, definitionName, status, modelId, requestedModelId, startedAt, endedAt } = record;
    const { sessions, acts } = this.#store.wholeRun(runId) ?? {};
    return {
      ...{ id: runId, definitionName, status },
      modelId: requestedModelId,
      playedBy: modelId,
      startedAt: new Date(startedAt),
      endedAt: dateOf(endedAt),
      sessionCount: sessions?.size,
      actCount: acts?.size,
    };
  }

  /** In lists, runs that failed say why, and others what they are about. */
  #listItem({ run, acts }: WholeRun): RunItem {
    const [first, ...others] = acts.values();
    const item = this.#runItem(run);
    if (first === undefined) return { ...item, error: this.#errorOf(run) };
    const failed = [first, ...others].findLast(({ error }) => error !== undefined);
    const ofAct = failed?.error && shownError(failed.error);
    return {
      ...item,
      prompt: splitTask(first.task).prompt,
      error: this.#errorOf(run) ?? (run.status === 'FAILED' ? ofAct : undefined),
    };
  }

  #errorOf(run: RunRecord): ShownError | undefined {
    return run.status === 'FAILED' ? errorOf(run, this.#invocationRecordOf(run)) : undefined;
  }

  #invocationOf(run: RunRecord): InvocationDetail | undefined {
    const record = this.#invocationRecordOf(run);
    return record && this.#invocationDetail(record);
  }

  #invocationRecordOf(
    run: Pick<RunRecord, 'runId' | 'definitionName' | 'invocationId'>,
  ): InvocationRecord | undefined {
    const { invocations } = this.#store;
    // The host knows best which invocation a run belongs to.
    const id = invocations.idOfRun(run) ?? run.invocationId;
    return id === undefined ? undefined : invocations.read(id, run.definitionName)?.record;
  }

  #invocationDetail(record: InvocationRecord): InvocationDetail {
    const ids = new Set([
      ...(record.workflowRunIds ?? []),
      ...this.#store.runs({ invocationId: record.id }).map(({ runId }) => runId),
    ]);
    const runs = [...ids].flatMap((id) => {
      const run = this.#store.run(id);
      return run === undefined ? [] : [{ definitionName: run.definitionName, id, status: run.status }];
    });
    const logFile = this.#store.invocations.logFileOf(record);
    return {
      record,
      runs,
      logFile,
      logLines: lastLogLines({ record, logFile }),
      againCommand: localAgainCommand({ record, runs, stateDir: this.#store.stateDir }),
    };
  }
}

/** What the host says of a run that failed; else what local AWS says, which had to end it. */
function errorOf(run: RunRecord, invocation: InvocationRecord | undefined): ShownError | undefined {
  if (run.status !== 'FAILED') return undefined;
  return hostError(invocation) ?? (run.error && shownError(run.error));
}

function hostError(invocation: InvocationRecord | undefined): ShownError | undefined {
  const said = invocation?.error;
  return said && { type: said.name, message: said.message };
}

function shownError({ type = '', message = '' }: ActError): ShownError {
  return { type, message };
}

function passes(change: StoreChange, { definitionName, runId }: ChangeFilter): boolean {
  // Lists say nothing of steps.
  if (runId === undefined && change.kind === 'step') return false;
  if (definitionName !== undefined && change.definitionName !== definitionName) return false;
  // What happens to the definition happens to its runs.
  return runId === undefined || change.runId === undefined || change.runId === runId;
}

function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}
