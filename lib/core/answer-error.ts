/** A service answered with success, but with what nobody can use: what became of the request is not known. */
export class AnswerError extends Error {
  override readonly name = 'AnswerError';
  readonly source = 'service';
  readonly retryable = false;
  /** What to do; a part of the message. */
  readonly fix: string;

  constructor(what: string, fix: string, options?: ErrorOptions) {
    super(`${what} ${fix}`, options);
    this.fix = fix;
  }
}

/** What an answer that nobody can use is most often due to. */
export const CHECK_PROXY =
  'Is there a proxy in between, a network that wants a sign-in, or a wrong AWS_ENDPOINT_URL?';
