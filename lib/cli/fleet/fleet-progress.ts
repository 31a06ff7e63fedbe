import { formatDuration } from '../../core/format-duration.ts';
import { counted } from '../runs/run-text.ts';
import type { FleetCounts } from './fleet-state.ts';

/** How far a fleet is, in one line: what is done, how fast that goes, and how long it will take. */
export class FleetProgress {
  /** What was done already when it was first looked at says nothing of how fast it goes now. */
  #first: { readonly done: number; readonly atMs: number } | undefined;

  /** @param nowMs of a clock that runs on */
  line(counts: FleetCounts | undefined, nowMs: number): string {
    if (counts === undefined) return 'its items are being read';
    const { total, waiting, running, succeeded, failed } = counts;
    const done = succeeded + failed;
    this.#first ??= { done, atMs: nowMs };
    const outcome = failed === 0 ? '' : ` (${failed} failed)`;
    const rest = waiting + running === 0 ? '' : `, ${running} running, ${waiting} waiting`;
    return `${done} of ${counted(total, 'item')} done${outcome}${rest}${this.#pace(done, waiting + running, nowMs)}`;
  }

  #pace(done: number, left: number, nowMs: number): string {
    const first = this.#first;
    if (first === undefined || done - first.done < MIN_DONE || left === 0) return '';
    const msPerItem = (nowMs - first.atMs) / (done - first.done);
    if (msPerItem <= 0) return '';
    const perMinute = 60_000 / msPerItem;
    const rate = perMinute >= 10 ? perMinute.toFixed(0) : perMinute.toFixed(1);
    return `, ${rate} a minute, about ${formatDuration(msPerItem * left)} left`;
  }
}

/** Fewer say nothing of the pace. */
const MIN_DONE = 2;
