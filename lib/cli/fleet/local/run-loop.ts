import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FleetItem } from '../../../contract/fleet-item.ts';
import type { ItemStatus } from '../../../contract/fleet-result.ts';
import { messageOf, reasonOf } from '../../../core/errors.ts';
import { neverConnected } from '../../aws-failure.ts';
import { factsOf } from '../../error-facts.ts';
import { fleetKey } from '../fleet-scope.ts';
import type { FleetCounts, FleetState } from '../fleet-state.ts';
import type { FleetStore } from '../fleet-store.ts';
import type { FleetOutcomes } from './fleet-outcomes.ts';
import { HEARTBEAT_MS, type LocalFleet, STOP_FILE } from './local-fleet.ts';
import type { LocalFleetFile } from './local-fleet-file.ts';
import { type LocalItemOptions, runLocalItem } from './run-local-item.ts';

/**
 * Runs the items of a fleet, so many at a time, in this process. When too many have failed, or somebody wants it to end, no more are
 * started, and what runs is ended. What became of all of them is written in any case, as far as local AWS is there.
 *
 * @param fleet as it begins; what it says of itself is kept up to date in the bucket
 * @returns as it has ended; `LOST` when that could not be written
 */
export async function runLoop(fleet: LoopFleet, work: LoopWork): Promise<EndedLoop> {
  const loop = new Loop(fleet, work);
  return await loop.run();
}

/** A fleet as a loop knows it; the rest is about the loop, and is written with it. */
export type LoopFleet = Omit<LocalFleet, 'pid' | 'loop' | 'aliveAt'>;
/** The same when the loop has ended. */
export type EndedLoop = Omit<LoopFleet, 'status'> & Pick<FleetState, 'status'>;

/** What a loop works with. */
export interface LoopWork {
  readonly file: LocalFleetFile;
  readonly store: FleetStore;
  readonly runtime: LocalItemOptions['runtime'];
  /** Those that are to be run, by their places in the list. */
  readonly indexes: readonly number[];
  readonly itemAt: (index: number) => FleetItem;
  readonly outcomes: FleetOutcomes;
  /** Ctrl-C. */
  readonly interrupt: AbortSignal;
  readonly onCounts: (counts: FleetCounts) => void;
}

class Loop {
  readonly #work: LoopWork;
  readonly #store: FleetStore;
  readonly #end = new AbortController();
  #fleet: LoopFleet;
  /** Why no more items are started. */
  #stopped: Stop | undefined;
  #isTaken = false;

  constructor(fleet: LoopFleet, work: LoopWork) {
    this.#fleet = fleet;
    this.#work = work;
    this.#store = work.store.withoutSignal();
  }

  async run(): Promise<EndedLoop> {
    const { interrupt, indexes } = this.#work;
    const onInterrupt = (): void => this.#stop({ status: 'ABORTED', why: whyInterrupted(interrupt.reason) });
    if (interrupt.aborted) onInterrupt();
    interrupt.addEventListener('abort', onInterrupt, { once: true });
    const told = new AbortController();
    try {
      await this.#write();
      const telling = this.#tell(told.signal);
      const limit = pLimit(this.#fleet.concurrency);
      await limit.map(indexes, (index) => this.#one(index));
      told.abort();
      await telling;
      return await this.#close();
    } catch (error) {
      // What became of the items is known to their hosts, and told when the loop goes on.
      const why = this.#fleet.why ?? `what became of it could not be written: ${reasonOf(error)}`;
      return { ...this.#fleet, status: 'LOST', why, endedAt: new Date().toISOString() };
    } finally {
      interrupt.removeEventListener('abort', onInterrupt);
      told.abort();
    }
  }

  async #close(): Promise<EndedLoop> {
    const { status = 'SUCCEEDED', why } = this.#stopped ?? {};
    const ended: LoopFleet = { ...this.#fleet, status, why, endedAt: new Date().toISOString() };
    // The results are those of who has it now.
    if (!(await this.#write()) || this.#isTaken) return ended;
    await this.#work.outcomes.write(this.#store, this.#fleet);
    this.#fleet = ended;
    await this.#write();
    return ended;
  }

  async #one(index: number): Promise<void> {
    const item = this.#work.itemAt(index);
    if (this.#stopped !== undefined) return this.#pending(item);
    this.#count({ waiting: -1, running: 1 });
    const { retries, redrives, maxLifetimeSeconds } = this.#fleet;
    try {
      const result = await runLocalItem(item, {
        ...{ runtime: this.#work.runtime, retries, maxLifetimeSeconds, signal: this.#end.signal },
        // Each retry of a failure counts as one: none of them may be that of an earlier redrive.
        redrive: redrives * (retries.failed + 1),
      });
      if (result === undefined) {
        this.#count({ running: -1, waiting: 1 });
        return this.#pending(item);
      }
      this.#work.outcomes.add(result);
      this.#count({ running: -1, [countOf(result.status)]: 1 });
      this.#checkTolerance();
    } catch (error) {
      this.#count({ running: -1, waiting: 1 });
      this.#stop({ status: 'FAILED', why: whyBroken(error) });
      this.#pending(item);
    }
  }

  #pending({ key, index, itemId, payload: item }: FleetItem): void {
    this.#work.outcomes.add({ key, index, itemId, item, status: 'PENDING', workflowRunIds: [], attempts: 0 });
  }

  #checkTolerance(): void {
    const { counts, toleratedFailurePercentage: most } = this.#fleet;
    if (this.#stopped !== undefined || (counts.failed * 100) / counts.total <= most) return;
    // As on AWS, what runs is ended as well.
    const why = `${counts.failed} of ${counts.total} items failed, which is more than ${most} %`;
    this.#stop({ status: 'FAILED', why });
  }

  #stop(stop: Stop): void {
    this.#stopped ??= stop;
    // Others learn of it before all has ended.
    this.#fleet = { ...this.#fleet, why: this.#stopped.why };
    this.#end.abort(new Error(`The fleet was stopped: ${this.#stopped.why}.`));
  }

  #count(change: Partial<FleetCounts>): void {
    const counts = { ...this.#fleet.counts };
    for (const name of COUNTED) counts[name] += change[name] ?? 0;
    this.#fleet = { ...this.#fleet, counts };
    this.#work.onCounts(counts);
  }

  /** Says how it is going, and looks whether somebody wants it to end, until it has. */
  async #tell(ended: AbortSignal): Promise<void> {
    let written = this.#fleet;
    let writtenAtMs = performance.now();
    while (!ended.aborted) {
      await sleep(TELL_MS, undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) return;
      try {
        if (written !== this.#fleet || performance.now() - writtenAtMs >= HEARTBEAT_MS) {
          written = this.#fleet;
          writtenAtMs = performance.now();
          await this.#write();
        }
        const wish = await this.#store.readJson(fleetKey(this.#store.place, this.#fleet.name, STOP_FILE));
        if (wish !== undefined) this.#stop({ status: 'ABORTED', why: 'stopped by "fleet stop"' });
      } catch {
        // An item will say that local AWS is gone.
      }
    }
  }

  /** @returns false when another command has the fleet */
  async #write(): Promise<boolean> {
    if (this.#isTaken) return false;
    if (await this.#work.file.write(this.#fleet)) return true;
    this.#isTaken = true;
    this.#stop({ status: 'ABORTED', why: 'another command goes on with it, or has ended it' });
    return false;
  }
}

function countOf(status: ItemStatus): 'succeeded' | 'stopped' | 'failed' {
  if (status === 'SUCCEEDED') return 'succeeded';
  return status === 'ABORTED' ? 'stopped' : 'failed';
}

interface Stop {
  readonly status: 'ABORTED' | 'FAILED';
  readonly why: string;
}

const TELL_MS = 500;
const COUNTED = ['waiting', 'running', 'succeeded', 'failed', 'stopped'] as const;

/** People press keys; other signals come from those who end processes. */
function whyInterrupted(reason: unknown): string {
  const message = messageOf(reason);
  const isKey = message.endsWith('SIGINT') || !/^(interrupted by|nobody) /.test(message);
  return isKey ? 'interrupted by Ctrl-C' : message;
}

function whyBroken(error: unknown): string {
  const reason = reasonOf(error);
  return neverConnected(factsOf(error)) ? `local AWS does not answer any more: ${reason}` : reason;
}
