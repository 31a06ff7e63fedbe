import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ActTrace } from '../../contract/act-trace.ts';
import { isFileOfAct } from '../../contract/browser-trace.ts';
import { ExplainedError } from '../../core/errors.ts';
import { shortId } from '../../report/format.ts';
import type { ActPlace, ChangeFilter, RunPlace } from '../../viewer/paths.ts';
import { imageTypeOf } from '../../viewer/pictures/image-type.ts';
import type { BrowserTracePlace, Picture, RunSource } from '../../viewer/run-source.ts';
import type {
  ActDetail,
  DefinitionItem,
  InvocationOfDefinition,
  RunDetail,
  RunQuery,
  RunsPage,
  SessionDetail,
} from '../../viewer/view-model.ts';
import type { InvocationStarter } from '../agentcore/invocation-starter.ts';
import { actTraceOf } from '../exports/act-trace-of.ts';
import type { LocalQuestions } from '../human/local-questions.ts';
import type { ActRecord, SessionRecord, StoreChange } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { browserTraceFiles, readBrowserTrace } from './browser-trace-files.ts';
import { InvocationsWithoutRun } from './invocations-without-run.ts';
import { readOrTell } from './read-or-tell.ts';
import { readRuns } from './read-runs.ts';
import { dateOf, hostError, StoreItems } from './store-items.ts';

/** The runs of local AWS, as the pages show them. */
export class StoreSource implements RunSource {
  readonly place = {
    name: 'Local AWS',
    note: 'Local AWS on this machine. The offline agent is a stand-in for Nova Act.',
    isLocal: true,
    searched: 'id, name, prompt or error',
  };
  readonly again: RunSource['again'];
  readonly questions: LocalQuestions | undefined;
  readonly #store: NovaActStore;
  readonly #items: StoreItems;
  #listener: InvocationsWithoutRun | undefined;

  /**
   * @param options.starter starts invocations again. @default - that is not offered
   * @param options.questions knows what people are asked. @default - nobody does
   */
  constructor(
    store: NovaActStore,
    {
      starter,
      questions,
    }: {
      readonly starter?: Pick<InvocationStarter, 'again'> | undefined;
      readonly questions?: LocalQuestions | undefined;
    } = {},
  ) {
    this.#store = store;
    this.questions = questions;
    this.#items = new StoreItems(store);
    this.again = starter && ((requestId, payload) => this.#again(starter, requestId, payload));
    // Every page that is looked at listens.
    store.setMaxListeners(0);
  }

  async workflows(): Promise<readonly DefinitionItem[]> {
    const activity = ({ lastRun, withoutRun, createdAt }: DefinitionItem): number =>
      Math.max(...[lastRun?.startedAt, withoutRun?.startedAt, createdAt].map((at) => at?.getTime() ?? 0));
    const items: DefinitionItem[] = [];
    for (const record of this.#store.definitions()) {
      const [newest] = await this.#withoutRun().newest({ definitionName: record.name });
      items.push({ ...this.#items.definition(record), withoutRun: newest });
    }
    return items.sort((a, b) => activity(b) - activity(a));
  }

  async workflowNames(): Promise<readonly string[]> {
    return this.#store.definitions().map(({ name }) => name);
  }

  async workflow(name: string): Promise<DefinitionItem | undefined> {
    const record = this.#store.definition(name);
    return record && this.#items.definition(record);
  }

  async runs(query: RunQuery): Promise<RunsPage> {
    const page = await readRuns({
      store: this.#store,
      query,
      itemOf: (whole) => this.#items.runInList(whole),
      hostErrorOf: ({ runId, definition, invocationId }) =>
        hostError(this.#items.recordOf({ runId, definitionName: definition.name, invocationId })),
    });
    if (query.at !== undefined) return page;
    const withoutRun = await this.#withoutRun().newest(query);
    return { ...page, withoutRun, damaged: await this.#withoutRun().damaged(query.definitionName) };
  }

  async placeOf(runId: string): Promise<RunPlace | undefined> {
    const run = this.#store.run(runId);
    return run && { definitionName: run.definitionName, runId };
  }

  async run({ definitionName, runId }: RunPlace): Promise<RunDetail | undefined> {
    const record = this.#store.run(runId);
    if (record?.definitionName !== definitionName) return undefined;
    const unknown: string[] = [];
    const stored = this.#items.recordOf(record, unknown);
    const invocation = stored && readOrTell('Its invocation', unknown, () => this.#items.invocation(stored));
    return {
      ...this.#items.run(record),
      logGroupName: record.logGroupName,
      isFirst: this.#store.runsPage(definitionName, { order: 'Ascending', limit: 1 })[0]?.runId === runId,
      error: this.#items.errorOf(record, stored),
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
    return { definitionName: stored.definitionName, invocation: this.#items.invocation(stored.record) };
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
    const found = browserTraceFiles(this.#store.stateDir, place).find(
      (file) => path.basename(file) === place.name,
    );
    return found === undefined ? undefined : await readBrowserTrace(found);
  }

  follow(filter: ChangeFilter, onChange: () => void): () => void {
    const heed = (change: StoreChange): void => {
      if (passes(change, filter)) onChange();
    };
    this.#store.on('change', heed);
    const unfollow = this.questions?.follow(({ definitionName, workflowRunId: runId }) =>
      heed({ kind: 'act', definitionName, runId }),
    );
    return () => {
      this.#store.off('change', heed);
      unfollow?.();
    };
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

  /** Listens to the store, so it is made when somebody asks for lists. */
  #withoutRun(): InvocationsWithoutRun {
    this.#listener ??= new InvocationsWithoutRun(this.#store);
    return this.#listener;
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

  #sessionDetail(session: SessionRecord, unknown: string[]): SessionDetail {
    const { sessionId: id } = session;
    const files = readOrTell(`What browsers recorded of session ${shortId(id)}`, unknown, () =>
      browserTraceFiles(this.#store.stateDir, session),
    );
    const names = (files ?? []).map((file) => path.basename(file));
    const acts = this.#store.acts({ sessionId: id }).map((act): ActDetail => {
      const { actId, status, startedAt, endedAt } = act;
      return {
        ...{ id: actId, status, startedAt: new Date(startedAt), endedAt: dateOf(endedAt) },
        trace: readOrTell(`What act ${shortId(actId)} did`, unknown, () => this.#traceOf(act)),
        browserTrace: names.find((name) => isFileOfAct(name, actId)),
      };
    });
    const browserTraces = names.filter((name) => !acts.some(({ id: actId }) => isFileOfAct(name, actId)));
    return { id, acts, browserTraces };
  }
}

function passes(change: StoreChange, { definitionName, runId }: ChangeFilter): boolean {
  // Lists say nothing of steps.
  if (runId === undefined && change.kind === 'step') return false;
  if (definitionName !== undefined && change.definitionName !== definitionName) return false;
  // What happens to the definition happens to its runs.
  return runId === undefined || change.runId === undefined || change.runId === runId;
}
