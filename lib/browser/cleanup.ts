/** What is undone at the end of a session in a browser that goes on after it. */
export class Cleanup {
  #undo: (() => unknown)[] = [];
  #hasRun = false;

  /** What is deferred too late is undone at once. */
  defer(undo: () => unknown): void {
    this.#undo.push(undo);
    if (this.#hasRun) void this.run();
  }

  /** Undoes everything, the latest first. What cannot be undone any more is gone with what it was done to. */
  async run(): Promise<void> {
    this.#hasRun = true;
    const all = this.#undo.reverse();
    this.#undo = [];
    await Promise.allSettled(all.map(async (undo) => await undo()));
  }
}

/**
 * Listens, until the cleanup if there is one.
 *
 * @example
 * ```ts
 * listen(cleanup, (verb) => context[verb]('page', onPage));
 * ```
 */
export function listen(cleanup: Cleanup | undefined, bind: (verb: 'on' | 'off') => unknown): void {
  bind('on');
  cleanup?.defer(() => bind('off'));
}
