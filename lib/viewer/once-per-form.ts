import { createHash } from 'node:crypto';

/**
 * Does once what a shown form asks for, however often it is sent: browsers send it twice when a person clicks twice, and again when
 * the answer is reloaded. What has failed may be tried again.
 */
export class OncePerForm<T> {
  readonly #done = new Map<string, { readonly asked: string; readonly result: Promise<T> }>();

  /**
   * @param form what only this form has
   * @param asked all that it asks for
   * @returns what was done, also by the first of several; `undefined` when the form has asked for something else before
   */
  do(form: string, asked: string, work: () => Promise<T>): Promise<T> | undefined {
    const digest = createHash('sha256').update(asked).digest('base64');
    const known = this.#done.get(form);
    if (known !== undefined) return known.asked === digest ? known.result : undefined;
    const result = work();
    this.#done.set(form, { asked: digest, result });
    result.catch(() => this.#done.delete(form));
    const [oldest] = this.#done.keys();
    if (this.#done.size > MAX_FORMS && oldest !== undefined) this.#done.delete(oldest);
    return result;
  }
}

/** Nobody clicks again on one that was sent so many forms ago. */
const MAX_FORMS = 100;
