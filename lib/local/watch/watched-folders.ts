import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { hasCode } from '../../core/errors.ts';
import type { FileChange } from './concerns.ts';

/**
 * Tells what happens in folders. Folders are watched, not files: editors save by putting another file in the place of the old
 * one, and a watch of a file stays with the old one. A folder that goes and comes again is watched again, as
 * long as the one above it is among the folders.
 */
export class WatchedFolders {
  readonly #onChange: (change: FileChange) => void;
  readonly #onProblem: (error: unknown) => void;
  readonly #open = new Map<string, FSWatcher>();
  #wanted: ReadonlySet<string> = new Set();

  constructor(options: {
    readonly onChange: (change: FileChange) => void;
    /** Nothing is watched any more, such as for want of watches in the system. Called once. */
    readonly onProblem: (error: unknown) => void;
  }) {
    this.#onChange = options.onChange;
    this.#onProblem = options.onProblem;
  }

  /** Watches these folders, and no others; those that do not exist once they do. @returns those that were not watched before */
  set(folders: ReadonlySet<string>): readonly string[] {
    this.#wanted = folders;
    for (const folder of this.#open.keys()) if (!folders.has(folder)) this.#drop(folder);
    return this.#openMissing();
  }

  /** Watches nothing any more. */
  close(): void {
    this.#wanted = new Set();
    for (const folder of this.#open.keys()) this.#drop(folder);
  }

  #openMissing(): readonly string[] {
    const opened: string[] = [];
    for (const folder of this.#wanted) {
      if (this.#open.has(folder)) continue;
      try {
        // Not persistent: watching keeps no process alive.
        const watcher = watch(folder, { persistent: false }, (event, name) =>
          this.#onEvent(folder, event, name),
        );
        watcher.on('error', (error) => this.#onError(folder, watcher, error));
        this.#open.set(folder, watcher);
        opened.push(folder);
      } catch (error) {
        if (isGone(error)) continue;
        this.#fail(error);
        return [];
      }
    }
    return opened;
  }

  #onEvent(folder: string, event: string, name: string | null): void {
    // Where the system does not say what it was, anything may have changed.
    const changed = name === null ? folder : path.join(folder, name);
    const kind = event === 'change' && name !== null ? 'content' : 'name';
    if (kind === 'name' && this.#wanted.has(changed)) {
      // Perhaps another folder of the same name; the watch would stay with the old one.
      for (const each of this.#open.keys()) {
        if (each === changed || each.startsWith(changed + path.sep)) this.#drop(each);
      }
      this.#openMissing();
    }
    this.#onChange({ path: changed, kind });
  }

  #onError(folder: string, watcher: FSWatcher, error: unknown): void {
    if (this.#open.get(folder) !== watcher) return;
    // On Windows a folder that goes is an error.
    if (isGone(error) || hasCode(error, 'EPERM')) this.#drop(folder);
    else this.#fail(error);
  }

  #fail(error: unknown): void {
    if (this.#wanted.size === 0) return;
    this.close();
    this.#onProblem(error);
  }

  #drop(folder: string): void {
    this.#open.get(folder)?.close();
    this.#open.delete(folder);
  }
}

function isGone(error: unknown): boolean {
  return hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR');
}
