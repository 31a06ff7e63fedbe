import { existsSync, lstatSync } from 'node:fs';
import { ifThere, statIfThere } from '../../core/files.ts';
import { type FileChange, foldersOf, isConcerned, type WatchedFiles } from './concerns.ts';
import { WatchedFolders } from './watched-folders.ts';

/**
 * Makes things anew when files that they are made of change: one after another, each once for all files that are saved at about
 * the same time, and again if something changes meanwhile.
 */
export class FileWatch {
  readonly #options: FileWatchOptions;
  readonly #folders: WatchedFolders;
  readonly #targets = new Map<string, Watched>();
  #timer: NodeJS.Timeout | undefined;
  /** Nobody saves at this moment. */
  #isQuiet = true;
  #isRefreshing = false;
  #isClosed = false;

  constructor(options: FileWatchOptions) {
    this.#options = options;
    this.#folders = new WatchedFolders({
      onChange: (change) => this.#onChange(change),
      onProblem: (error) => {
        this.close();
        options.onProblem(error);
      },
    });
  }

  /** Adds a target, in place of one of the same name. What has changed since `sinceMs` counts, too. */
  add(target: WatchTarget, watched: WatchedFiles, sinceMs: number): void {
    if (this.#isClosed) return;
    this.#targets.set(target.name, { target, watched });
    this.#follow();
    // Of folders that are watched already, too: what was told of them before was not for this target.
    this.#catchUp(target.name, foldersOf(watched.files, target.root), sinceMs);
  }

  /** Watches a target no more. */
  remove(name: string): void {
    this.#targets.delete(name);
    this.#follow();
  }

  /** Ends watching. What is being made is not waited for, and its result is nobody's. */
  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#targets.clear();
    this.#folders.close();
  }

  #onChange(change: FileChange): void {
    for (const { target, watched } of this.#targets.values()) {
      if (isConcerned(watched, change, target.root)) this.#due(target.name, change.path);
    }
  }

  #due(name: string, file: string): void {
    const watched = this.#targets.get(name);
    if (watched === undefined) return;
    watched.pending ??= { files: new Set(), savedAtMs: performance.now() };
    watched.pending.files.add(file);
    this.#options.onBusy?.();
    this.#isQuiet = false;
    clearTimeout(this.#timer);
    const waitedMs = performance.now() - watched.pending.savedAtMs;
    this.#timer = setTimeout(() => this.#quiet(), waitedMs > MAX_WAIT_MS ? 0 : QUIET_MS);
  }

  #quiet(hasWaited = false): void {
    const changed = [...this.#targets.values()].flatMap(({ pending }) => [...(pending?.files ?? [])]);
    // Some editors and tools remove a file before they write it.
    if (!hasWaited && changed.some((file) => !existsSync(file))) {
      this.#timer = setTimeout(() => this.#quiet(true), GONE_MS);
      return;
    }
    this.#isQuiet = true;
    void this.#refreshAll();
  }

  async #refreshAll(): Promise<void> {
    if (this.#isRefreshing) return;
    this.#isRefreshing = true;
    for (let next = this.#next(); next !== undefined; next = this.#next()) await this.#refresh(next);
    this.#isRefreshing = false;
    if (this.#isQuiet && !this.#isClosed) this.#options.onIdle?.();
  }

  #next(): Watched | undefined {
    if (!this.#isQuiet || this.#isClosed) return undefined;
    return [...this.#targets.values()].find(({ pending }) => pending !== undefined);
  }

  async #refresh(watched: Watched): Promise<void> {
    const { target, pending } = watched;
    if (pending === undefined) return;
    delete watched.pending;
    const startedAtMs = Date.now();
    const isOutdated = (): boolean => this.#isClosed || watched.pending !== undefined;
    const { files, savedAtMs } = pending;
    watched.watched = await target.refresh({ files: [...files], savedAtMs, isOutdated });
    // It may have been removed meanwhile, or replaced.
    if (this.#targets.get(target.name) === watched) this.#catchUp(target.name, this.#follow(), startedAtMs);
  }

  /** Watches the folders of all targets. @returns those that were not watched before */
  #follow(): ReadonlySet<string> {
    if (this.#isClosed) return new Set();
    const wanted = [...this.#targets.values()].flatMap(({ target, watched }) => [
      ...foldersOf(watched.files, target.root),
    ]);
    return new Set(this.#folders.set(new Set(wanted)));
  }

  /** What happened in these folders since the target was made has been told by nobody. */
  #catchUp(name: string, folders: ReadonlySet<string>, sinceMs: number): void {
    const { watched, target } = this.#targets.get(name) ?? {};
    if (watched === undefined || target === undefined || folders.size === 0) return;
    const changed = changedSince(watched, { folders, root: target.root, sinceMs });
    if (changed !== undefined) this.#due(name, changed);
  }
}

/** What {@link FileWatch} does around its targets. */
export interface FileWatchOptions {
  /** A file was saved that something is made of. */
  readonly onBusy?: (() => void) | undefined;
  /** Everything is made. */
  readonly onIdle?: (() => void) | undefined;
  /** Nothing is watched any more, such as for want of watches in the system. */
  readonly onProblem: (error: unknown) => void;
}

/** Something that is made of files. */
export interface WatchTarget {
  readonly name: string;
  /** The folder of the project, without links: folders between it and the files are watched, too. */
  readonly root: string;
  /** Makes it anew; never called again before it has ended. @returns what it is made of now. Throws nothing. */
  refresh(save: Save): Promise<WatchedFiles>;
}

/** Files that were saved at about the same time. */
export interface Save {
  readonly files: readonly string[];
  /** When the first of them was, on the clock of `performance`. */
  readonly savedAtMs: number;
  /** Whether files have changed again, so that it will be made again anyhow. */
  readonly isOutdated: () => boolean;
}

interface Watched {
  readonly target: WatchTarget;
  watched: WatchedFiles;
  pending?: { readonly files: Set<string>; readonly savedAtMs: number };
}

/** How long nothing must have been saved. Editors and version control save several files within milliseconds. */
const QUIET_MS = 50;
/** How long to wait for a file that has gone. */
const GONE_MS = 250;
/** After this time it begins, even if files are saved all the time. */
const MAX_WAIT_MS = 2000;
/** Clocks of file systems are coarse. */
const CLOCK_MS = 20;

function changedSince(
  { files, isBroken = false }: WatchedFiles,
  at: { readonly folders: ReadonlySet<string>; readonly root: string; readonly sinceMs: number },
): string | undefined {
  const isNew = (file: string): boolean => {
    const stats = statIfThere(file);
    // A link that was pointed elsewhere is newer than what it leads to.
    const link = ifThere(() => lstatSync(file));
    if (stats === undefined || link === undefined) return !isBroken;
    return Math.max(stats.ctimeMs, link.ctimeMs) >= at.sinceMs - CLOCK_MS;
  };
  const near = files.filter((file) => [...foldersOf([file], at.root)].some((each) => at.folders.has(each)));
  // In a folder that has changed something may have come that was missing.
  return near.find(isNew) ?? (isBroken ? [...at.folders].find(isNew) : undefined);
}
