import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  DescribeMapRunCommand,
  type MapRunItemCounts,
  paginateListExecutions,
  paginateListMapRuns,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { nameOf } from '../../../core/errors.ts';
import type { FleetCounts, FleetState } from '../fleet-state.ts';
import type { Fleets } from '../fleets.ts';
import { executionArnOf } from './fleet-arn.ts';

/** Fleets that are executions of a state machine. */
export class AwsFleets implements Fleets {
  readonly machineArn: string;
  readonly #access: Pick<FleetAccess, 'sfn' | 'call'>;
  /** The Map Run of a fleet stays the same; to ask for it costs a request of which there is one a second. */
  readonly #mapRuns = new Map<string, string>();

  constructor(access: FleetAccess) {
    this.machineArn = access.machineArn;
    this.#access = access;
  }

  async list(limit: number): Promise<{ readonly fleets: readonly FleetState[]; readonly hasMore: boolean }> {
    const { call } = this.#access;
    const client = await this.#access.sfn();
    const input = { stateMachineArn: this.machineArn, maxResults: Math.min(limit + 1, MAX_PAGE) };
    const fleets: FleetState[] = [];
    for await (const page of paginateListExecutions({ client }, input, call)) {
      for (const execution of page.executions ?? []) {
        if (fleets.length === limit) return { fleets, hasMore: true };
        const { name = '', status, startDate, stopDate, redriveCount: redrives = 0 } = execution;
        const times = { startedAt: textOf(startDate), endedAt: stopDate?.toISOString() };
        fleets.push({ name, status: status ?? 'RUNNING', ...times, redrives });
      }
    }
    return { fleets, hasMore: false };
  }

  async state(name: string): Promise<FleetState | undefined> {
    const execution = await this.execution(name);
    if (execution === undefined) return undefined;
    const { status = 'RUNNING', startDate, stopDate, redriveCount: redrives = 0, error, cause } = execution;
    const why = [error, cause].filter((text) => text !== undefined && text !== '').join(': ');
    return {
      ...{ name, status, redrives, startedAt: textOf(startDate), endedAt: stopDate?.toISOString() },
      counts: await this.counts(name),
      why: why === '' ? undefined : why,
    };
  }

  /** @returns `undefined` when there is none of this name */
  async execution(name: string): Promise<DescribeExecutionCommandOutput | undefined> {
    const { sfn, call } = this.#access;
    const executionArn = executionArnOf(this.machineArn, name);
    try {
      return await (await sfn()).send(new DescribeExecutionCommand({ executionArn }), call);
    } catch (error) {
      if (nameOf(error) === 'ExecutionDoesNotExist') return undefined;
      throw error;
    }
  }

  async resultsIds(name: string): Promise<readonly string[]> {
    return (await this.#mapRunArns(name)).map((arn) => arn.split(':').at(-1) ?? arn);
  }

  async stop(name: string, cause: string): Promise<void> {
    const { sfn, call } = this.#access;
    const executionArn = executionArnOf(this.machineArn, name);
    await (await sfn()).send(new StopExecutionCommand({ executionArn, error: STOPPED, cause }), call);
  }

  async counts(name: string): Promise<FleetCounts | undefined> {
    const mapRunArn = await this.#mapRunArn(name);
    if (mapRunArn === undefined) return undefined;
    const { sfn, call } = this.#access;
    const { itemCounts } = await (await sfn()).send(new DescribeMapRunCommand({ mapRunArn }), call);
    return itemCounts === undefined ? undefined : countsOf(itemCounts);
  }

  async #mapRunArn(name: string): Promise<string | undefined> {
    const known = this.#mapRuns.get(name);
    if (known !== undefined) return known;
    const newest = (await this.#mapRunArns(name)).at(-1);
    if (newest !== undefined) this.#mapRuns.set(name, newest);
    return newest;
  }

  /** The newest last. A redrive goes on with the one that there is, or begins another. */
  async #mapRunArns(name: string): Promise<readonly string[]> {
    const { sfn, call } = this.#access;
    const client = await sfn();
    const executionArn = executionArnOf(this.machineArn, name);
    const found: { readonly arn: string; readonly startedMs: number }[] = [];
    for await (const page of paginateListMapRuns({ client }, { executionArn }, call)) {
      for (const { mapRunArn: arn = '', startDate } of page.mapRuns ?? [])
        found.push({ arn, startedMs: startDate?.getTime() ?? 0 });
    }
    return found.sort((a, b) => a.startedMs - b.startedMs).map(({ arn }) => arn);
  }
}

/** What it takes to ask Step Functions. */
export interface FleetAccess {
  readonly machineArn: string;
  readonly sfn: () => Promise<SFNClient>;
  readonly call: { readonly abortSignal: AbortSignal };
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html */
const MAX_PAGE = 1000;
const STOPPED = 'FleetStopped';

/**
 * Pure.
 *
 * @returns `undefined` when not even the items are counted
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_MapRunItemCounts.html
 */
export function countsOf(counts: MapRunItemCounts): FleetCounts | undefined {
  const { total, pending = 0, running = 0, succeeded = 0 } = counts;
  const { failed = 0, timedOut = 0, aborted = 0, pendingRedrive = 0 } = counts;
  if (total === undefined) return undefined;
  return {
    ...{ total, running, succeeded, waiting: pending + pendingRedrive },
    ...{ failed: failed + timedOut, stopped: aborted },
  };
}

function textOf(time: Date | undefined): string {
  return (time ?? new Date(0)).toISOString();
}
