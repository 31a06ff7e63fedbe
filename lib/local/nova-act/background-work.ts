/** Work that is done a moment later, while others go on. */
export class BackgroundWork {
  readonly #pending = new Set<Promise<void>>();

  begin(task: () => Promise<void>): void {
    const work = new Promise<void>((resolve, reject) => {
      setImmediate(() => task().then(resolve, reject));
    });
    this.#pending.add(work);
    work.then(
      () => this.#pending.delete(work),
      // Kept, so that `done` reports it.
      () => undefined,
    );
  }

  /** Resolves when all that has begun is done. @throws what went wrong */
  async done(): Promise<void> {
    await Promise.all(this.#pending);
  }
}
