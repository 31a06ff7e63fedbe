import { isGroupMissing } from './group-missing.ts';
import type { LogEventOfGroup } from './log-line.ts';
import { type LogSource, type ReadEvents, readSource } from './read-lines.ts';

/**
 * The wanted events of some groups as they come, until the pause is the last or nothing more can come. Nothing is lost or told twice: a poll reads again
 * from a while before the latest event that is known, because events of other streams arrive later than their time, and
 * tells those whose id is new. So do outages: what was written meanwhile is read afterwards.
 *
 * A group is polled, and not tailed by `StartLiveTail`: that begins with now, shows samples of more than 500 events a
 * second, has nothing for the time of an outage, and ends after three hours.
 *
 * @returns the news of each poll, in the order of their times; the first are those since the beginning
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartLiveTail.html
 */
export async function* followLines(
  sources: readonly LogSource[],
  { read, pause, troubled, missing }: FollowOptions,
): AsyncGenerator<readonly LogEventOfGroup[]> {
  const followed = sources.map((source) => new FollowedSource(source, read));
  for (let failures = 0; ; ) {
    const news: LogEventOfGroup[] = [];
    try {
      for (const each of followed) {
        if (await each.poll(news)) missing(each.group);
      }
      if (failures > 0) troubled(undefined);
      failures = 0;
    } catch (error) {
      failures += 1;
      // Throws what time does not mend.
      troubled(error);
    }
    yield news.sort((a, b) => a.timestampMs - b.timestampMs);
    if (failures === 0 && sources.every(hasEnded)) return;
    if (!(await pause(Math.min(POLL_MS * 2 ** Math.max(0, failures - 1), MAX_PAUSE_MS)))) return;
  }
}

/** How a log is followed. */
export interface FollowOptions {
  readonly read: ReadEvents;
  /** Waits. @returns whether to go on */
  readonly pause: (milliseconds: number) => Promise<boolean>;
  /** Called with what a poll failed by, and with `undefined` when polls work again. Throws to end. */
  readonly troubled: (error: unknown) => void;
  /** Called when a group is not there. */
  readonly missing: (group: string) => void;
}

/**
 * How far a poll goes back: an event may take so long from its time until it can be read. 5 to 20 s are usual.
 *
 * @see https://bit.kevinslin.com/p/how-real-time-is-amazon-cloudwatch
 */
export const OVERLAP_MS = 120_000;
const POLL_MS = 2000;
const MAX_PAUSE_MS = 30_000;

/** Whether nothing more can come. */
function hasEnded({ endMs }: LogSource): boolean {
  return endMs !== undefined && endMs + OVERLAP_MS < Date.now();
}

class FollowedSource {
  readonly group: string;
  readonly #source: LogSource;
  readonly #read: ReadEvents;
  readonly #streams = new Set<string>();
  /** Ids of events that have been told, with their times. */
  readonly #told = new Map<string, number>();
  #latestMs = 0;

  constructor(source: LogSource, read: ReadEvents) {
    this.group = source.group;
    this.#source = source;
    this.#read = read;
  }

  /** @returns whether the group is missing */
  async poll(news: LogEventOfGroup[]): Promise<boolean> {
    // An event may say that it is of the future, and others are not to be missed until then.
    const startMs = Math.max(this.#source.startMs, Math.min(this.#latestMs, Date.now()) - OVERLAP_MS);
    try {
      for await (const event of readSource(this.#source, this.#read, { startMs }, this.#streams)) {
        if (this.#told.has(event.id)) continue;
        // At once: what comes before a failure has been told.
        this.#told.set(event.id, event.timestampMs);
        this.#latestMs = Math.max(this.#latestMs, event.timestampMs);
        news.push(event);
      }
    } catch (error) {
      if (isGroupMissing(error)) return true;
      throw error;
    }
    for (const [id, timestampMs] of this.#told) {
      if (timestampMs < startMs) this.#told.delete(id);
    }
    return false;
  }
}
