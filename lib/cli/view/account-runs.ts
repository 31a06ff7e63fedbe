import { paginateListSessions } from '../../service/index.ts';
import type { RunPlace } from '../../viewer/paths.ts';
import type { InvocationDetail, RunDetail, ShownError } from '../../viewer/view-model.ts';
import type { ArtifactObject } from '../artifacts/artifact-objects.ts';
import type { ArtifactPlace } from '../run-records/artifact-place.ts';
import { askForRun, type FoundRun } from '../run-records/ask-for-run.ts';
import { actsOf } from '../runs/run-details.ts';
import type { RunScope } from '../runs/run-scope.ts';
import type { AccountInvocations } from './account-invocations.ts';
import { ByteCache } from './byte-cache.ts';
import type { DefinitionsInView } from './definitions-in-view.ts';
import { filesOfRun } from './files-of-run.ts';
import { rawFiles } from './raw-files.ts';
import { readActs } from './read-acts.ts';
import { runItem } from './run-item.ts';
import { MAX_OBJECTS, type StoredTraces } from './stored-traces.ts';
import { Unknowns } from './unknowns.ts';

/** Reads runs of an account: what the service says, what the artifact bucket has, what was logged. What cannot change is kept. */
export class AccountRuns {
  readonly #parts: AccountRunParts;
  readonly #final = new ByteCache<RunDetail>(MAX_FINAL_BYTES);

  constructor(parts: AccountRunParts) {
    this.#parts = parts;
  }

  async read(place: RunPlace): Promise<ReadRun> {
    const { access } = this.#parts;
    const key = keyOf(place);
    // Each time, because runs are deleted.
    const found = await askForRun(place.definitionName, place.runId, access);
    const kept = this.#final.get(key);
    if (found === undefined || found.run.status !== kept?.status) this.#final.delete(key);
    if (found === undefined) return { run: undefined };
    if (found.run.status === kept?.status) return { run: kept };
    const unknowns = new Unknowns(access);
    const run = await this.#read(found, place, unknowns);
    if (isSettled(run) && !unknowns.hasFailed) {
      this.#final.set(key, { ...run, unknown: unknowns.texts }, JSON.stringify(run).length);
    }
    return { run: { ...run, unknown: unknowns.texts }, passing: unknowns.passing };
  }

  /** Whether nothing of a run can change any more, as it was read last. */
  isFinal(place: RunPlace): boolean {
    return this.#final.has(keyOf(place));
  }

  async #read(found: FoundRun, place: RunPlace, unknowns: Unknowns): Promise<RunDetail> {
    const { definitionName, run } = found;
    const [done, invocation] = await Promise.all([
      this.#done(found, place, unknowns),
      this.#parts.invocations.ofRun({ ...run, definitionName }, unknowns),
    ]);
    return {
      ...runItem(definitionName, run),
      modelId: run.modelId,
      error: errorOf(run.status, invocation),
      ...{ invocation, logGroupName: run.logGroupName, logLines: invocation?.logLines ?? [] },
      unknown: [],
      ...done,
    };
  }

  /** What was done in a run, and what is stored of it. */
  async #done(found: FoundRun, place: RunPlace, unknowns: Unknowns): Promise<DoneInRun> {
    const { access, definitions, traces } = this.#parts;
    const where = unknowns.ask('The artifact bucket', definitions.place(place.definitionName), undefined);
    const [sessionIds, listed, bucket] = await Promise.all([
      unknowns.ask('Its sessions', this.#sessionIds(found), undefined),
      unknowns.ask('Its acts', actsOf(found, access), undefined),
      where.then((there) => this.#objects(place, there, unknowns)),
    ]);
    const files = filesOfRun(place.runId, bucket?.objects ?? []);
    const stored = bucket && { files, place: bucket.place };
    const acts = listed ?? [];
    const { isLocal } = access.target;
    const read = { run: place, sessionIds: sessionIds ?? [], acts, stored, traces, unknowns, isLocal };
    const sessions = await readActs(read);
    const raw =
      bucket === undefined ? [] : await rawFiles({ acts, sessions, files, ...bucket, traces, unknowns });
    const unread = [
      ...(sessionIds === undefined ? (['sessions'] as const) : []),
      ...(listed === undefined ? (['acts'] as const) : []),
    ];
    return {
      sessionCount: sessionIds && sessions.length,
      actCount: listed?.length,
      unread: unread.length === 0 ? undefined : unread,
      ...{ sessions, rawFiles: raw },
    };
  }

  async #sessionIds({ definitionName, run }: FoundRun): Promise<readonly string[]> {
    const { client, call } = this.#parts.access;
    const { workflowRunId } = run;
    const input = { workflowDefinitionName: definitionName, workflowRunId, sortOrder: 'Ascending' } as const;
    const ids: string[] = [];
    for await (const page of paginateListSessions({ client }, input, call))
      ids.push(...page.sessionSummaries.map(({ sessionId }) => sessionId));
    return ids;
  }

  async #objects(
    run: RunPlace,
    place: ArtifactPlace | undefined,
    unknowns: Unknowns,
  ): Promise<{ readonly place: ArtifactPlace; readonly objects: readonly ArtifactObject[] } | undefined> {
    if (place === undefined) {
      unknowns.say(
        `Traces: the workflow definition ${run.definitionName} exports to no bucket, and no outputs name the one of its host. Name them with --outputs-file or --stack.`,
      );
      return undefined;
    }
    const listed = await unknowns.ask<readonly ArtifactObject[] | undefined>(
      `Traces in s3://${place.bucket} (s3:ListBucket)`,
      this.#parts.traces.listRun(run, place),
      undefined,
    );
    if (listed?.length === MAX_OBJECTS)
      unknowns.say(
        `Only the first ${MAX_OBJECTS} objects of the run in s3://${place.bucket} were looked at.`,
      );
    return listed && { place, objects: listed };
  }
}

/** A run; `undefined` when there is none (any more). */
export interface ReadRun {
  readonly run: RunDetail | undefined;
  /** Why a part of it is missing that is likely to be there in a moment. */
  readonly passing?: string | undefined;
}

/** What runs are read with. */
export interface AccountRunParts {
  readonly access: RunScope;
  readonly definitions: DefinitionsInView;
  readonly traces: StoredTraces;
  readonly invocations: AccountInvocations;
}

type DoneInRun = Pick<RunDetail, 'sessionCount' | 'actCount' | 'sessions' | 'unread' | 'rawFiles'>;

/** Without pictures. */
const MAX_FINAL_BYTES = 30_000_000;
/** Traces are stored, and log lines arrive, after the end: by then all are there. */
const SETTLED_MS = 180_000;

function keyOf({ definitionName, runId }: RunPlace): string {
  return `${definitionName}/${runId}`;
}

function isSettled({ status, endedAt, sessions, invocation }: RunDetail): boolean {
  return (
    status !== 'DELETING' &&
    endedAt !== undefined &&
    Date.now() - endedAt.getTime() > SETTLED_MS &&
    sessions.every(({ acts }) => acts.every((act) => act.endedAt !== undefined)) &&
    invocation?.record.status !== 'RUNNING'
  );
}

/** What the host says of a run that failed. The service says nothing of it. */
function errorOf(status: string, invocation: InvocationDetail | undefined): ShownError | undefined {
  const error = status === 'FAILED' ? invocation?.record.error : undefined;
  return error && { type: error.name, message: error.message };
}
