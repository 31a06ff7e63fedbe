import path from 'node:path';
import { OUTPUTS_FILE_NAME, RUNTIME_LOG_GROUP_ROOT, workflowRunLogGroupName } from '../../catalog/names.ts';
import { readIfThere, statIfThere } from '../../core/files.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import type { DefinitionRecord } from '../nova-act/records.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import { EventList } from './event-list.ts';
import { regionIn } from './log-arn.ts';
import type { LogGroupSource, StreamChoice } from './log-groups.ts';
import type { LogStream } from './log-stream.ts';
import { runEvents } from './run-events.ts';
import type { IndexedRun, RunsByGroup } from './runs-by-group.ts';

/**
 * The log groups of workflow runs in a region: those that the outputs of a deployment name, those that runs name, and for other runs one
 * of their definition. Each run has a stream, whose events are made from its records whenever somebody reads them.
 */
export class RunGroups implements LogGroupSource {
  readonly #store: NovaActStore;
  readonly #index: RunsByGroup;
  readonly #region: string;
  readonly #outputsFile: string;
  readonly #unexported: UnexportedSteps;

  constructor(options: {
    readonly store: NovaActStore;
    readonly stateDir: string;
    readonly region: string;
    readonly index: RunsByGroup;
    /** Says of an act that has ended why its steps are not in its bucket, if they are not. */
    readonly unexported: UnexportedSteps;
  }) {
    this.#store = options.store;
    this.#index = options.index;
    this.#region = options.region;
    this.#outputsFile = path.join(options.stateDir, OUTPUTS_FILE_NAME);
    this.#unexported = options.unexported;
  }

  names(): readonly string[] {
    const { groups, definitions } = this.#promised();
    const others = this.#definitions().flatMap(({ name }) =>
      definitions.includes(name) ? [] : [workflowRunLogGroupName(name)],
    );
    return [...new Set([...groups, ...others, ...this.#index.groups(this.#region)])];
  }

  createdAtMs(group: string): number | undefined {
    const times = this.#definitions().flatMap(({ name, createdAt }) =>
      workflowRunLogGroupName(name) === group ? [Date.parse(createdAt)] : [],
    );
    let earliest = Math.min(...times, Infinity);
    for (const { startedMs } of this.#index.runs(this.#region, group).values())
      earliest = Math.min(earliest, startedMs);
    if (Number.isFinite(earliest)) return earliest;
    // Nothing has run in it yet: it is as old as the deployment.
    const deployed = this.#promised().groups.includes(group) ? statIfThere(this.#outputsFile) : undefined;
    return deployed && Math.floor(deployed.mtimeMs);
  }

  /** Events of runs are made of what is kept elsewhere. */
  sizeBytes(): number {
    return 0;
  }

  /** There may be very many, of which few are of interest. */
  streams(group: string, { name, sinceMs = 0 }: StreamChoice = {}): readonly LogStream[] {
    const runs = this.#index.runs(this.#region, group);
    const chosen = name === undefined ? [...runs.values()] : [runs.get(name)];
    return chosen.flatMap((run) =>
      run !== undefined && changedAtMs(run) >= sinceMs ? [this.#stream(run)] : [],
    );
  }

  #definitions(): readonly DefinitionRecord[] {
    return this.#store.definitions().filter(({ arn }) => regionIn(arn) === this.#region);
  }

  #stream(run: IndexedRun): LogStream {
    const { runId, startedMs, endedMs } = run;
    const open = (): EventList =>
      new EventList(runEvents(this.#store, { runId, unexported: this.#unexported, nowMs: Date.now() }));
    return {
      name: runId,
      createdAtMs: startedMs,
      changedAtMs: changedAtMs(run),
      sizeBytes: 0,
      times: () =>
        endedMs === undefined ? open().times : { firstMs: startedMs, lastMs: Math.max(startedMs, endedMs) },
      open,
    };
  }

  /** What the outputs of the deployment say: the names of groups for runs, and of definitions that have one. */
  #promised(): { readonly groups: readonly string[]; readonly definitions: readonly string[] } {
    const stacks = parseJson(readIfThere(this.#outputsFile) ?? '{}');
    const outputs = Object.values(isRecord(stacks) ? stacks : {})
      .filter(isRecord)
      .filter((stack) => regionOf(stack) === this.#region)
      .flatMap((stack) => Object.entries(stack));
    const named = (ending: string): readonly string[] =>
      outputs.flatMap(([key, value]) => (key.endsWith(ending) && typeof value === 'string' ? [value] : []));
    return {
      groups: named('LogGroupName').filter((name) => !name.startsWith(RUNTIME_LOG_GROUP_ROOT)),
      definitions: named('WorkflowDefinitionName'),
    };
  }
}

/** The region of a stack, which the ARNs among its outputs have. */
function regionOf(outputs: Readonly<Record<string, unknown>>): string {
  const arns = Object.values(outputs).filter(
    (value) => typeof value === 'string' && value.startsWith('arn:'),
  );
  return regionIn(String(arns.find((arn) => String(arn).split(':')[3]) ?? ''));
}

/** Why the steps of an act are not in its bucket. */
export type UnexportedSteps = (actId: string) => string | undefined;

/** An act may say how it ended after its run has. */
function changedAtMs({ endedMs }: IndexedRun): number {
  return endedMs === undefined ? Number.POSITIVE_INFINITY : endedMs + LATE_ACT_MS;
}

const LATE_ACT_MS = 60_000;
