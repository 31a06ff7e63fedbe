/**
 * The pages of a list of a service, until one leads back to a page that was read already: such a list would never end.
 *
 * @param what the list, for people
 * @throws RepeatedTokenError in place of the pages that would come again
 */
export async function* endingPages<Page>(
  what: string,
  pages: AsyncIterable<Page>,
  tokenOf: (page: Page) => string | undefined,
): AsyncGenerator<Page, undefined> {
  const tokens = new PageTokens(what);
  for await (const page of pages) {
    yield page;
    tokens.next(tokenOf(page));
  }
  return undefined;
}

/** The tokens of a list that is read page by page. */
export class PageTokens {
  readonly #what: string;
  readonly #repeatsAllowed: number;
  readonly #counts = new Map<string, number>();

  /** @param repeatsAllowed how often a token may come again, for services that are known for it */
  constructor(what: string, repeatsAllowed = 0) {
    this.#what = what;
    this.#repeatsAllowed = repeatsAllowed;
  }

  /** Takes the token of the next page. @returns the token @throws RepeatedTokenError for one that came too often */
  next(token: string | undefined): string | undefined {
    if (token === undefined) return undefined;
    const count = this.#counts.get(token) ?? 0;
    if (count > this.#repeatsAllowed) throw new RepeatedTokenError(this.#what);
    this.#counts.set(token, count + 1);
    return token;
  }
}

/** A list of a service leads back to itself. */
export class RepeatedTokenError extends Error {
  override readonly name = 'RepeatedTokenError';
  readonly source = 'service';
  readonly retryable = true;
  readonly fix = 'Try again; check that AWS_ENDPOINT_URL and proxies lead to AWS when it stays so.';

  constructor(what: string) {
    super();
    this.message = `${what} never ends: it answers with the token of a page that was read already. ${this.fix}`;
  }
}
