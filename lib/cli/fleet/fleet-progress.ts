import { formatDuration } from '../../core/format-duration.ts';
import { doneOf, type FleetCounts } from './fleet-state.ts';

/** How far a fleet is, in one line: what is done, how fast that goes, and how long it will take. */
export class FleetProgress {
  /** What was done already when it was first looked at says nothing of how fast it goes now. */
  #first: { readonly done: number; readonly atMs: number } | undefined;

  /** @param nowMs of a clock that runs on */
  line(counts: FleetCounts | undefined, nowMs: number): string {
    if (counts === undefined) return 'its items are being read';
    const { total, waiting, running, failed, stopped } = counts;
    const done = doneOf(counts);
    this.#first ??= { done, atMs: nowMs };
    const left = waiting + running;
    // It is to fit into a line: what waits can be told from the rest.
    const parts = [
      `${done} of ${total} done`,
      ...(failed === 0 ? [] : [`${failed} failed`]),
      ...(stopped === 0 ? [] : [`${stopped} stopped`]),
      ...(left === 0 ? [] : [`${running} running`]),
    ];
    return `${parts.join(', ')}${this.#pace(done, left, nowMs)}`;
  }

  #pace(done: number, left: number, nowMs: number): string {
    const first = this.#first;
    if (first === undefined || done - first.done < MIN_DONE || left === 0) return '';
    const msPerItem = (nowMs - first.atMs) / (done - first.done);
    if (msPerItem <= 0) return '';
    const perMinute = 60_000 / msPerItem;
    const rate = perMinute >= 10 ? perMinute.toFixed(0) : perMinute.toFixed(1);
    return `, ${rate}/min, ~${formatDuration(msPerItem * left)} left`;
  }
}

/** Fewer say nothing of the pace. */
const MIN_DONE = 2;
