/**
 * A signal that is aborted with the first of others, until it is disposed of: for what is done again and again by signals that
 * live long. Those would remember each signal of `AbortSignal.any` for good.
 *
 * @see https://github.com/nodejs/node/issues/55351
 */
export class LinkedSignal implements Disposable {
  readonly signal: AbortSignal;
  readonly #sources: readonly AbortSignal[];
  readonly #controller = new AbortController();

  constructor(...given: readonly (AbortSignal | undefined)[]) {
    this.signal = this.#controller.signal;
    this.#sources = given.filter((source) => source !== undefined);
    for (const source of this.#sources) source.addEventListener('abort', this.#follow);
    this.#follow();
  }

  /** From now on it is not aborted any more. */
  [Symbol.dispose](): void {
    for (const source of this.#sources) source.removeEventListener('abort', this.#follow);
  }

  readonly #follow = (): void => {
    const first = this.#sources.find(({ aborted }) => aborted);
    if (first !== undefined) this.#controller.abort(first.reason);
  };
}
