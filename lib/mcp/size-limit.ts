import { EVENT_STREAM_TYPE } from '../contract/events.ts';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';

/** Makes lines of what a server writes. Of one that is larger than what may go to the agent nothing is kept. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  #chunks: Buffer[] = [];
  #bytes = 0;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** @returns what is wrong, once for each line that is too large */
  add(chunk: Buffer): TooLarge | undefined {
    let problem: TooLarge | undefined;
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      problem ??= this.#keep(chunk.subarray(start, end));
      if (this.#bytes <= MAX_PAYLOAD_BYTES) this.#onLine(Buffer.concat(this.#chunks).toString('utf8'));
      this.#chunks = [];
      this.#bytes = 0;
      start = end + 1;
    }
    return this.#keep(chunk.subarray(start)) ?? problem;
  }

  #keep(part: Buffer): TooLarge | undefined {
    const wasTooLarge = this.#bytes > MAX_PAYLOAD_BYTES;
    this.#bytes += part.length;
    if (this.#bytes <= MAX_PAYLOAD_BYTES) {
      this.#chunks.push(part);
      return undefined;
    }
    this.#chunks = [];
    return wasTooLarge ? undefined : new TooLarge();
  }
}

/** The same answer, which breaks off when it is larger than what may go to the agent. Of a stream, each line of it counts. */
export function limited(response: Response, onProblem: (problem: TooLarge) => void): Response {
  const { body, status, statusText, headers } = response;
  if (body === null) return response;
  const isStream = headers.get('content-type')?.includes(EVENT_STREAM_TYPE) === true;
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      const [first, last] = isStream ? [chunk.indexOf(10), chunk.lastIndexOf(10)] : [-1, -1];
      const ofLine = bytes + (first < 0 ? chunk.length : first);
      bytes = last < 0 ? ofLine : chunk.length - last - 1;
      if (ofLine <= MAX_PAYLOAD_BYTES) {
        controller.enqueue(chunk);
        return;
      }
      const problem = new TooLarge();
      onProblem(problem);
      controller.error(problem);
    },
  });
  return new Response(body.pipeThrough(count), { status, statusText, headers });
}

/** An answer that is larger than what may go to the agent. */
export class TooLarge extends Error {
  constructor() {
    super(`its answer has more than ${MAX_PAYLOAD_BYTES} bytes, which is the limit for results of tools`);
  }
}
