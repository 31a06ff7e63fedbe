/**
 * Reads the frames of one direction of a WebSocket, to know where they end: only there can another one be put in.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6455#section-5.2
 */
export class FrameReader {
  #header: number[] = [];
  #payloadLeft = 0;
  #hasClosed = false;

  /** Whether nothing of a frame has come without the rest of it. */
  get isBetweenFrames(): boolean {
    return this.#payloadLeft === 0 && this.#header.length === 0;
  }

  /** Whether the last frame has come: the one that closes the connection. */
  get hasClosed(): boolean {
    return this.#hasClosed;
  }

  read(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#payloadLeft > 0) {
        const taken = Math.min(this.#payloadLeft, bytes.length - at);
        this.#payloadLeft -= taken;
        at += taken;
        continue;
      }
      this.#header.push(...bytes.subarray(at, at + 1));
      at += 1;
      if (this.#header.length === headerLength(this.#header)) this.#endHeader();
    }
  }

  #endHeader(): void {
    const [first = 0] = this.#header;
    this.#hasClosed ||= (first & OPCODE) === CLOSE;
    this.#payloadLeft = payloadLength(this.#header);
    this.#header = [];
  }
}

/** The frame by which a server closes a connection. A reason that is too long is cut. */
export function closeFrame(code: number, reason: string): Buffer {
  const text = Buffer.from(reason).subarray(0, MAX_CONTROL_PAYLOAD - 2);
  // Not in the middle of a character.
  const whole = text.toString('utf8').replace(/\ufffd$/, '');
  const payload = Buffer.concat([Buffer.from([code >> 8, code & 0xff]), Buffer.from(whole)]);
  return Buffer.concat([Buffer.from([FINAL | CLOSE, payload.length]), payload]);
}

const FINAL = 0x80;
const OPCODE = 0x0f;
const CLOSE = 0x08;
const MASKED = 0x80;
const MAX_CONTROL_PAYLOAD = 125;

function headerLength([, second]: readonly number[]): number {
  if (second === undefined) return 2;
  return 2 + lengthBytes(second) + (second & MASKED ? 4 : 0);
}

/** How many bytes of a header say a length that does not fit into seven bits. */
function lengthBytes(second: number): number {
  const length = second & ~MASKED;
  return length === 127 ? 8 : length === 126 ? 2 : 0;
}

function payloadLength(header: readonly number[]): number {
  const [, second = 0] = header;
  const extended = header.slice(2, 2 + lengthBytes(second));
  if (extended.length === 0) return second & ~MASKED;
  return extended.reduce((length, byte) => length * 256 + byte, 0);
}
