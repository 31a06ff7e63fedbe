import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import type { FleetItem } from '../../../contract/fleet-item.ts';
import type { ItemStatus } from '../../../contract/fleet-result.ts';
import { fleetKey } from '../fleet-scope.ts';
import type { FleetCounts } from '../fleet-state.ts';
import type { FleetStore } from '../fleet-store.ts';
import type { FleetOutcomes } from './fleet-outcomes.ts';
import { LOCAL_FLEET_FILE, type LocalFleet, STOP_FILE } from './local-fleet.ts';
import { type LocalItemOptions, runLocalItem } from './run-local-item.ts';

/**
 * Runs the items of a fleet, so many at a time, in this process. When too many have failed no more are started; when somebody
 * wants it to end, what runs is ended as well. What became of all of them is written in any case.
 *
 * @param fleet as it begins; what it says of itself is kept up to date in the bucket
 * @returns as it has ended
 * @throws when local AWS is not there any more
 */
export async function runLoop(fleet: LocalFleet, work: LoopWork): Promise<LocalFleet> {
  const loop = new Loop(fleet, work);
  return await loop.run();
}

/** What a loop works with. */
export interface LoopWork {
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
  #fleet: LocalFleet;
  /** Why no more items are started. */
  #stopped: Stop | undefined;
  #failure: unknown;

  constructor(fleet: LocalFleet, work: LoopWork) {
    this.#fleet = fleet;
    this.#work = work;
    this.#store = work.store.withoutSignal();
  }

  async run(): Promise<LocalFleet> {
    const { interrupt, indexes, outcomes } = this.#work;
    const onInterrupt = (): void => this.#stop({ status: 'ABORTED', why: 'interrupted by Ctrl-C' });
    if (interrupt.aborted) onInterrupt();
    interrupt.addEventListener('abort', onInterrupt, { once: true });
    const told = new AbortController();
    const telling = this.#tell(told.signal);
    try {
      await this.#write();
      const limit = pLimit(this.#fleet.concurrency);
      await limit.map(indexes, (index) => this.#one(index));
    } finally {
      interrupt.removeEventListener('abort', onInterrupt);
      told.abort();
      await telling;
    }
    if (this.#failure !== undefined) throw this.#failure;
    await outcomes.write(this.#store, this.#fleet);
    const { status = 'SUCCEEDED', why } = this.#stopped ?? {};
    this.#fleet = { ...this.#fleet, status, why, endedAt: new Date().toISOString() };
    await this.#write();
    return this.#fleet;
  }

  async #one(index: number): Promise<void> {
    const item = this.#work.itemAt(index);
    if (this.#stopped !== undefined) return this.#pending(item);
    this.#count({ waiting: -1, running: 1 });
    const { retries, redrives } = this.#fleet;
    try {
      const result = await runLocalItem(item, {
        ...{ runtime: this.#work.runtime, retries, signal: this.#end.signal },
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
      // Local AWS is gone: nothing can be run, and nothing can be written.
      this.#failure ??= error;
      this.#stop({ status: 'FAILED' });
    }
  }

  #pending({ key, index, itemId, payload: item }: FleetItem): void {
    this.#work.outcomes.add({ key, index, itemId, item, status: 'PENDING', workflowRunIds: [], attempts: 0 });
  }

  #checkTolerance(): void {
    const { counts, toleratedFailurePercentage: most } = this.#fleet;
    if (this.#stopped !== undefined || (counts.failed * 100) / counts.total <= most) return;
    // What runs may end as it will.
    this.#stopped = {
      status: 'FAILED',
      why: `${counts.failed} of ${counts.total} items failed, which is more than ${most} %`,
    };
  }

  #stop(why: Stop): void {
    this.#stopped ??= why;
    this.#end.abort(new Error(`The fleet was ${why.why ?? 'stopped'}.`));
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
    while (!ended.aborted) {
      await sleep(TELL_MS, undefined, { signal: ended }).catch(() => {});
      if (ended.aborted) return;
      try {
        if (written !== this.#fleet) {
          written = this.#fleet;
          await this.#write();
        }
        const wish = await this.#store.readJson(fleetKey(this.#store.place, this.#fleet.name, STOP_FILE));
        if (wish !== undefined) this.#stop({ status: 'ABORTED', why: 'stopped by "fleet stop"' });
      } catch {
        // An item will say that local AWS is gone.
      }
    }
  }

  async #write(): Promise<void> {
    const key = fleetKey(this.#store.place, this.#fleet.name, LOCAL_FLEET_FILE);
    await this.#store.putText(key, JSON.stringify(this.#fleet));
  }
}

function countOf(status: ItemStatus): 'succeeded' | 'stopped' | 'failed' {
  if (status === 'SUCCEEDED') return 'succeeded';
  return status === 'ABORTED' ? 'stopped' : 'failed';
}

interface Stop {
  readonly status: 'ABORTED' | 'FAILED';
  readonly why?: string;
}

const TELL_MS = 500;
const COUNTED = ['waiting', 'running', 'succeeded', 'failed', 'stopped'] as const;
