import {
  killOnce,
  killProcesses,
  listProcesses,
  type ProcessFacts,
  withDescendants,
} from '../core/processes.ts';
import { closeOnSignals } from '../core/signals.ts';

/**
 * The processes of a server that was started here: the one that was started, its process group, and whatever descends from
 * these, also when those in between have ended. They end with this process.
 */
export class ServerProcesses {
  readonly #pid: number;
  /** When the first one started; `undefined` when it has ended before it was seen. */
  readonly #startedAt: number | undefined;
  /** Those that were seen before, some of which may have a group of their own and no parent any more. */
  #seen: readonly ProcessFacts[] = [];

  /** To be called when the server has ended. */
  readonly stopWatching: () => void;

  /**
   * To be made as soon as the process was started.
   *
   * @param pid leads a group of its own, where there are groups
   * @param close ends the server when a signal ends this process
   */
  constructor(pid: number, close: () => Promise<void>) {
    this.#pid = pid;
    const killNow = (): void => this.killNow();
    const stop = closeOnSignals(close, killNow);
    process.on('exit', killNow);
    this.stopWatching = () => {
      process.off('exit', killNow);
      stop();
    };
    const root = tryList().find((each) => each.pid === pid && each.parent === process.pid);
    this.#startedAt = root?.startedAt;
  }

  /** Remembers what there is, while it can be told whose it is. */
  learn(): void {
    this.#select(tryList());
  }

  /** Kills what is left, and waits for that. Never throws. */
  async kill(): Promise<void> {
    const select = (all: readonly ProcessFacts[]): readonly ProcessFacts[] => this.#select(all);
    await killProcesses({ select, timeoutMs: KILL_TIMEOUT_MS }).catch(() => {});
  }

  /** The same in one moment and without looking back. */
  killNow(): void {
    killOnce(this.#select(tryList()));
  }

  #select(all: readonly ProcessFacts[]): readonly ProcessFacts[] {
    const known = all.filter((each) =>
      this.#seen.some(({ pid, startedAt }) => pid === each.pid && startedAt === each.startedAt),
    );
    this.#seen = withDescendants(all, [...known, ...this.#group(all)]);
    return this.#seen;
  }

  /** An id is given again only when nobody of its group is left; then another process has it. */
  #group(all: readonly ProcessFacts[]): readonly ProcessFacts[] {
    const root = all.find(({ pid }) => pid === this.#pid);
    if (root !== undefined && root.startedAt !== this.#startedAt) return [];
    return all.filter(({ pid, group }) => pid === this.#pid || group === this.#pid);
  }
}

const KILL_TIMEOUT_MS = 2_000;

/** Where processes cannot be listed, the server is ended by the ways of the protocol only. */
function tryList(): readonly ProcessFacts[] {
  try {
    return listProcesses();
  } catch {
    return [];
  }
}
