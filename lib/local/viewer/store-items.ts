import { type InvocationRecord, sessionInId } from '../../contract/invocation-record.ts';
import { splitTask } from '../../contract/task.ts';
import type { ActError } from '../../service/index.ts';
import { SHOWN_RECENT_RUNS } from '../../viewer/shown-recent-runs.ts';
import type { DefinitionItem, InvocationDetail, RunItem, ShownError } from '../../viewer/view-model.ts';
import type { DefinitionRecord, RunRecord } from '../nova-act/records.ts';
import type { WholeRun } from '../nova-act/state/packed-run.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { localAgainCommand } from './local-again-command.ts';
import { lastLogLines } from './log-lines.ts';
import { readOrTell } from './read-or-tell.ts';

/** Reads records of the store into what the pages show of them. */
export class StoreItems {
  readonly #store: NovaActStore;

  constructor(store: NovaActStore) {
    this.#store = store;
  }

  definition(record: DefinitionRecord): DefinitionItem {
    const { name, description, status, createdAt } = record;
    const [last] = this.#store.runsPage(name, { order: 'Descending', limit: 1 });
    return {
      ...{ name, description, status },
      createdAt: new Date(createdAt),
      runCount: this.#store.runCount(name),
      lastRun: last && this.run(last),
      recentRuns: this.#store
        .runHeads(name)
        .slice(-SHOWN_RECENT_RUNS)
        .map(({ runId, status: ended }) => ({ id: runId, status: ended })),
    };
  }

  run(record: RunRecord): RunItem {
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
  runInList({ run, acts }: WholeRun): RunItem {
    const [first, ...others] = acts.values();
    const item = this.run(run);
    const error = this.errorOf(run, this.recordOf(run));
    if (first === undefined) return { ...item, error };
    const failed = [first, ...others].findLast((act) => act.error !== undefined);
    const ofAct = failed?.error && shownError(failed.error);
    return {
      ...item,
      prompt: splitTask(first.task).prompt,
      error: error ?? (run.status === 'FAILED' ? ofAct : undefined),
    };
  }

  /** What the host says of a run that failed; else what local AWS says, which had to end it. */
  errorOf(run: RunRecord, invocation: InvocationRecord | undefined): ShownError | undefined {
    if (run.status !== 'FAILED') return undefined;
    return hostError(invocation) ?? (run.error && shownError(run.error));
  }

  /** The record of the invocation that a run began in. @param unknown where it is told that there is one and it cannot be read */
  recordOf(
    run: Pick<RunRecord, 'runId' | 'definitionName' | 'invocationId'>,
    unknown: string[] = [],
  ): InvocationRecord | undefined {
    return readOrTell('Its invocation, with payload, result and log,', unknown, () => {
      const { invocations } = this.#store;
      // The host knows best which invocation a run belongs to.
      const id = invocations.idOfRun(run) ?? run.invocationId ?? '';
      const session = sessionInId(id);
      if (session === undefined) return undefined;
      const record = invocations.readByRequest(id.slice(session.length + 1), run.definitionName)?.record;
      return record?.id === id ? record : undefined;
    });
  }

  invocation(record: InvocationRecord): InvocationDetail {
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
      ...{ record, runs, logFile },
      logLines: lastLogLines({ record, logFile }),
      againCommand: localAgainCommand({ record, runs, stateDir: this.#store.stateDir }),
    };
  }
}

export function hostError(invocation: InvocationRecord | undefined): ShownError | undefined {
  const said = invocation?.error;
  return said && { type: said.name, message: said.message };
}

export function dateOf(text: string | undefined): Date | undefined {
  return text === undefined ? undefined : new Date(text);
}

function shownError({ type = '', message = '' }: ActError): ShownError {
  return { type, message };
}
