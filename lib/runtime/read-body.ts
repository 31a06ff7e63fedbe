import type { IncomingMessage } from 'node:http';
import { MAX_PAYLOAD_BYTES } from '../contract/limits.ts';
import { ExplainedError } from '../core/errors.ts';

/**
 * Takes in the body of a request.
 *
 * @throws {@link PayloadTooLarge}, and what says that the caller has gone
 */
export async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  if (Number(request.headers['content-length']) > MAX_PAYLOAD_BYTES) throw new PayloadTooLarge();
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Whoever sends too much must be able to read why.
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > MAX_PAYLOAD_BYTES) {
      request.resume();
      throw new PayloadTooLarge();
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, bytes);
}

/** However it is sent. */
export class PayloadTooLarge extends ExplainedError {
  override readonly name = 'PayloadTooLarge';

  constructor() {
    super({
      what: `The payload is larger than ${MAX_PAYLOAD_BYTES} bytes.`,
      fix: 'Put large inputs in S3 and send their address.',
    });
  }
}
