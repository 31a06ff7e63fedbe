import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import path from 'node:path';
import { settles } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import {
  describeUnkilled,
  killOnce,
  killProcesses,
  listProcesses,
  type ProcessFacts,
  withDescendants,
} from '../core/processes.ts';

/**
 * The processes of one launch of a browser, found from the operating system: what a browser says of itself does not
 * help when it hangs, and may be wrong when its command is a script that starts it.
 */
export class BrowserProcesses {
  /** Goes to the command line of the browser, which ignores it. Only processes of this launch have it. */
  readonly mark = `--nova-act-launch=${randomUUID()}`;
  readonly #onNotice: (text: string) => void;
  readonly #limits: CloseLimits;
  readonly #groups = new Map<number, ProcessFacts>();
  #profile: string | undefined;

  constructor(options: {
    /** Hears what could not be ended or removed. */
    readonly onNotice: (text: string) => void;
    readonly limits?: CloseLimits | undefined;
  }) {
    this.#onNotice = options.onNotice;
    this.#limits = options.limits ?? CLOSE_LIMITS;
  }

  /** Removes a folder when the browser has ended. */
  removeLater(folder: string): void {
    this.#profile = folder;
  }

  /** Remembers the process group while the browser is well: one whose main process has crashed does not show its mark. */
  learn(): void {
    // There are no groups on Windows, and listing takes a second.
    if (process.platform === 'win32') return;
    try {
      this.#select(listProcesses());
    } catch {
      // It is tried again when the processes are to end, and a failure is said then.
    }
  }

  /**
   * Waits for a gentle end; then kills what is left. What cannot be ended is a notice, no error: the work of whoever
   * closes is done.
   *
   * @param gently settles when the browser was closed and its temporary profile removed
   * @param gentleMs how long to wait for that
   */
  async end(gently: Promise<unknown>, gentleMs: number = this.#limits.gentleMs): Promise<void> {
    // The browser may have gone already: that it cannot be closed then is no news. What is left of it is looked for.
    const closed = gently.catch(() => {});
    const isClosed = await settles(closed, gentleMs);
    // Listing processes takes a second on Windows, and a browser that has closed leaves nothing there.
    if (!(isClosed && process.platform === 'win32')) await this.#kill();
    if (!isClosed) await settles(closed, this.#limits.killMs);
    // Playwright sees the end of the process and removes its temporary folders, but does not always wait for that.
    this.#removeProfile();
  }

  /** The same in one moment and without looking back, for a process that is about to end. */
  endNow(): void {
    try {
      killOnce(this.#select(listProcesses()));
    } catch (error) {
      this.#onNotice(`The browser could not be ended: ${messageOf(error)}.`);
    }
    this.#removeProfile();
  }

  async #kill(): Promise<void> {
    try {
      const select = (all: readonly ProcessFacts[]): readonly ProcessFacts[] => this.#select(all);
      const unkilled = await killProcesses({ select, timeoutMs: this.#limits.killMs });
      if (unkilled.length === 0) return;
      this.#onNotice(`The browser could not be ended completely. Left is ${describeUnkilled(unkilled)}.`);
    } catch (error) {
      this.#onNotice(`Whether the browser has ended is not known: ${messageOf(error)}.`);
    }
  }

  /** Those of this launch: marked ones, the groups that they lead, and whatever descends from these. */
  #select(all: readonly ProcessFacts[]): readonly ProcessFacts[] {
    const marked = all.filter(({ command }) => command.includes(this.mark));
    for (const leader of marked) if (leader.pid === leader.group) this.#groups.set(leader.pid, leader);
    this.#profile ??= temporaryProfileIn(marked);
    const ownGroup = all.find(({ pid }) => pid === process.pid)?.group;
    const members = all.filter(({ group }) => group !== ownGroup && this.#isOurs(group, all));
    return withDescendants(all, [...marked, ...members]).filter(({ pid }) => pid !== process.pid);
  }

  /** Ids are given again only when nobody of the group is left; then another process leads it. */
  #isOurs(group: number, all: readonly ProcessFacts[]): boolean {
    const known = this.#groups.get(group);
    if (known === undefined) return false;
    const leader = all.find(({ pid }) => pid === group);
    return leader === undefined || leader.startedAt === known.startedAt;
  }

  #removeProfile(): void {
    const profile = this.#profile;
    if (profile === undefined) return;
    try {
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    } catch (error) {
      this.#onNotice(`The temporary profile ${profile} could not be removed: ${messageOf(error)}.`);
    }
  }
}

/** How long closing may take. */
export interface CloseLimits {
  /** Until a browser that does not close is killed, in milliseconds. */
  readonly gentleMs: number;
  /** From then until what does not end even so is given up, in milliseconds. */
  readonly killMs: number;
}

const CLOSE_LIMITS: CloseLimits = { gentleMs: 5_000, killMs: 2_000 };

/** Playwright's own temporary profile, never a folder that somebody else chose. */
function temporaryProfileIn(marked: readonly ProcessFacts[]): string | undefined {
  const folders = marked.map(({ command }) => /--user-data-dir=(\S+)/.exec(command)?.[1] ?? '');
  return folders.find((folder) => path.basename(folder).startsWith('playwright_chromiumdev_profile-'));
}
