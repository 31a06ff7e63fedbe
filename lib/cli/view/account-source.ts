import type { ActTrace } from '../../contract/act-trace.ts';
import { isBrowserTrace } from '../../contract/browser-trace.ts';
import { isDefinitionName } from '../../contract/limits.ts';
import { isUuid } from '../../contract/uuid.ts';
import { nameOf } from '../../core/errors.ts';
import type { ActPlace, ChangeFilter, RunPlace } from '../../viewer/paths.ts';
import type { BrowserTracePlace, Picture, RunSource, ViewedPlace } from '../../viewer/run-source.ts';
import type {
  DefinitionItem,
  InvocationOfDefinition,
  RunDetail,
  RunQuery,
  RunsPage,
} from '../../viewer/view-model.ts';
import type { ArtifactPlace } from '../run-records/artifact-place.ts';
import { resolveRun } from '../run-records/resolve-run.ts';
import type { RunScope } from '../runs/run-scope.ts';
import { accountError, isPassing, whyOf } from './account-error.ts';
import { AccountInvocations } from './account-invocations.ts';
import { AccountRuns } from './account-runs.ts';
import { ChangeClock } from './change-clock.ts';
import { DefinitionsInView } from './definitions-in-view.ts';
import { LastAnswers } from './last-answers.ts';
import { listRunsPage } from './list-runs-page.ts';
import { RunPlaces } from './run-places.ts';
import { StoredTraces } from './stored-traces.ts';
import { viewedPlace } from './viewed-place.ts';

/**
 * The runs of an account, as the pages show them: read by calls of AWS, and never written. What comes of an address is checked
 * before it becomes a part of a call. A page that was there a moment ago stays while AWS throttles, and says so.
 */
export class AccountSource implements RunSource {
  readonly place: ViewedPlace;
  readonly #scope: RunScope;
  readonly #definitions: DefinitionsInView;
  readonly #traces: StoredTraces;
  readonly #invocations: AccountInvocations;
  readonly #runs: AccountRuns;
  readonly #places = new RunPlaces();
  readonly #clock: ChangeClock;
  readonly #lastPages = new LastAnswers<RunsPage>();
  readonly #lastRuns = new LastAnswers<RunDetail>();

  /** @param options.only the definitions that were asked for. @default - all of the account */
  constructor(
    scope: RunScope,
    options: { readonly only?: readonly string[] | undefined; readonly clock?: ChangeClock | undefined } = {},
  ) {
    this.place = viewedPlace(scope.target);
    this.#scope = scope;
    this.#clock = options.clock ?? new ChangeClock();
    this.#definitions = new DefinitionsInView(scope, options.only);
    this.#traces = new StoredTraces(scope);
    this.#invocations = new AccountInvocations(scope, this.#definitions);
    this.#runs = new AccountRuns({
      access: scope,
      definitions: this.#definitions,
      traces: this.#traces,
      invocations: this.#invocations,
    });
  }

  async workflows(): Promise<readonly DefinitionItem[]> {
    return await this.#answer(() => this.#definitions.items());
  }

  async workflowNames(): Promise<readonly string[]> {
    return await this.#answer(async () => (await this.#definitions.names()).names);
  }

  async workflow(name: string): Promise<DefinitionItem | undefined> {
    if (!isDefinitionName(name)) return undefined;
    return await this.#answer(() => this.#definitions.item(name));
  }

  async runs(query: RunQuery): Promise<RunsPage> {
    const { definitionName } = query;
    const isNone = definitionName !== undefined && !this.#isShown(definitionName);
    if (isNone) return { runs: [], total: 0, newerCount: 0, newer: undefined, older: undefined };
    const key = JSON.stringify(query);
    const ask = async (): Promise<RunsPage> => {
      const { names, hasMore } =
        definitionName === undefined
          ? await this.#definitions.names()
          : { names: [definitionName], hasMore: false };
      const [places, access] = [this.#places, this.#scope];
      const page = await listRunsPage(query, { definitions: names, hasMore, places, access });
      this.#lastPages.keep(key, page);
      return page;
    };
    return await this.#answer(ask, (passing) => {
      const last = this.#lastPages.recent(key, passing);
      return last && { ...last.value, unseen: [last.why, last.value.unseen].filter(Boolean).join(' ') };
    });
  }

  async placeOf(runId: string): Promise<RunPlace | undefined> {
    if (!isUuid(runId)) return undefined;
    return await this.#answer(async () => {
      const { names } = await this.#definitions.names();
      const found = await resolveRun(runId, names, this.#scope);
      return found && { definitionName: found.definitionName, runId };
    });
  }

  async run(place: RunPlace): Promise<RunDetail | undefined> {
    const { definitionName, runId } = place;
    if (!this.#isShown(definitionName) || !isUuid(runId)) return undefined;
    const key = `${definitionName}/${runId}`;
    const lastWith = (passing: string): RunDetail | undefined => {
      const last = this.#lastRuns.recent(key, passing);
      return last && { ...last.value, unknown: [last.why, ...last.value.unknown] };
    };
    return await this.#answer<RunDetail | undefined>(async () => {
      const { run, passing } = await this.#runs.read({ definitionName, runId });
      if (passing !== undefined) return lastWith(passing) ?? run;
      if (run !== undefined) this.#lastRuns.keep(key, run);
      return run;
    }, lastWith);
  }

  async invocation(requestId: string): Promise<InvocationOfDefinition | undefined> {
    return await this.#answer(() => this.#invocations.byRequest(requestId));
  }

  async act(place: ActPlace): Promise<ActTrace | undefined> {
    return await this.#stored(place, async (bucket) => {
      const file = await this.#traces.fileOfAct(place, bucket);
      return file && (await this.#traces.trace(place, bucket, file));
    });
  }

  async picture(place: ActPlace, step: number): Promise<Picture | undefined> {
    return await this.#stored(place, (bucket) => this.#traces.picture(place, bucket, step));
  }

  async browserTrace(place: BrowserTracePlace): Promise<Uint8Array | undefined> {
    if (!isBrowserTrace(place.name)) return undefined;
    return await this.#stored(place, (bucket) => this.#traces.browserTrace(place, bucket));
  }

  follow(filter: ChangeFilter, onChange: () => void): () => void {
    const { definitionName, runId } = filter;
    const isFinal = (): boolean =>
      definitionName !== undefined && runId !== undefined && this.#runs.isFinal({ definitionName, runId });
    return this.#clock.follow(filter, isFinal, onChange);
  }

  #isShown(definitionName: string): boolean {
    return isDefinitionName(definitionName) && this.#definitions.includes(definitionName);
  }

  /** What a session has stored, in the place of its workflow: ids become parts of keys. */
  async #stored<T>(
    place: RunPlace & { readonly sessionId: string; readonly actId?: string | undefined },
    read: (bucket: ArtifactPlace) => Promise<T | undefined>,
  ): Promise<T | undefined> {
    const { definitionName, runId, sessionId, actId } = place;
    const ids = [runId, sessionId, ...(actId === undefined ? [] : [actId])];
    if (!this.#isShown(definitionName) || !ids.every(isUuid)) return undefined;
    try {
      const bucket = await this.#definitions.place(definitionName);
      return bucket && (await read(bucket));
    } catch (error) {
      // Deleted since it was seen.
      if (nameOf(error) === 'NoSuchKey') return undefined;
      throw accountError(error, this.#scope);
    }
  }

  /** @param instead what is shown in place of a failure that passes, if anything is */
  async #answer<T>(ask: () => Promise<T>, instead?: (why: string) => T | undefined): Promise<T> {
    const startMs = Date.now();
    try {
      return await ask();
    } catch (error) {
      const isOver = isPassing(error, this.#scope);
      const last = isOver ? instead?.(whyOf(error, this.#scope)) : undefined;
      if (last === undefined) throw accountError(error, this.#scope);
      return last;
    } finally {
      this.#clock.took(Date.now() - startMs);
    }
  }
}
