/** What is disposed of together, the last first: Node 20 has no `AsyncDisposableStack`. */
export class Disposables implements AsyncDisposable {
  readonly #used: AsyncDisposable[] = [];

  use<T extends AsyncDisposable>(thing: T): T {
    this.#used.push(thing);
    return thing;
  }

  /** All of them, also when some fail. @throws what the first one threw */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (const thing of this.#used.splice(0).reverse()) {
      try {
        await thing[Symbol.asyncDispose]();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
