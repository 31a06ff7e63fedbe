import { S3Error } from './s3-error.ts';

/**
 * The content of a body in the encoding `aws-chunked`: its data as it comes, without the marks between chunks. Signatures
 * of chunks are not checked, as no signatures are.
 *
 * @param trailers is given the headers that follow the last chunk, by their names in lower case
 * @throws S3Error when the body ends too soon, or is not encoded so
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html
 */
export async function* decodedChunks(
  body: AsyncIterable<Uint8Array>,
  trailers: Map<string, string>,
): AsyncGenerator<Uint8Array, void> {
  const input = new Input(body);
  for (;;) {
    const [size] = (await input.line()).split(';');
    if (size === undefined || !/^[0-9a-f]{1,8}$/i.test(size)) throw notChunked();
    const length = Number.parseInt(size, 16);
    if (length === 0) break;
    yield* input.bytes(length);
    if ((await input.line()) !== '') throw notChunked();
  }
  for (let line = await input.line(); line !== ''; line = await input.line()) {
    const colon = line.indexOf(':');
    if (colon < 1) throw malformedTrailer();
    trailers.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
}

/** What the headers after a body get that are not those which were announced. */
export function malformedTrailer(): S3Error {
  return new S3Error(
    400,
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
}

/** What a body gets that is shorter or longer than its headers say. */
export function incompleteBody(): S3Error {
  return new S3Error(
    400,
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );
}

const MAX_LINE_LENGTH = 16_384;

/** Reads lines and numbers of bytes from pieces as they come. */
class Input {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#pieces = body[Symbol.asyncIterator]();
  }

  /** The text up to the next line end, without it. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n');
      if (end >= 0) {
        const line = this.#rest.toString('latin1', 0, end);
        this.#rest = this.#rest.subarray(end + 2);
        return line;
      }
      if (this.#rest.length > MAX_LINE_LENGTH) throw notChunked();
      this.#rest = Buffer.concat([this.#rest, await this.#next()]);
    }
  }

  async *bytes(length: number): AsyncGenerator<Uint8Array, void> {
    for (let left = length; left > 0; ) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const piece = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async #next(): Promise<Buffer> {
    const { done, value } = await this.#pieces.next();
    if (done === true) throw incompleteBody();
    return Buffer.from(value.buffer, value.byteOffset, value.length);
  }
}

function notChunked(): S3Error {
  return new S3Error(
    400,
    'InvalidRequest',
    'The body is not encoded as aws-chunked, although x-amz-content-sha256 says so.',
  );
}
