import { randomBytes } from 'node:crypto';

/** The traces that can be looked at, by unguessable names. They are kept in memory only, since they hold what was secret. */
export class OpenedTraces {
  readonly #bytesByToken = new Map<string, Uint8Array>();

  /** Takes in a trace, and forgets the oldest when there are many. @returns its name */
  add(bytes: Uint8Array): string {
    const token = randomBytes(16).toString('hex');
    this.#bytesByToken.set(token, bytes);
    for (const oldest of this.#bytesByToken.keys()) {
      if (oldest === token || (this.#bytesByToken.size <= MAX_COUNT && this.#sizeBytes() <= MAX_BYTES)) break;
      this.#bytesByToken.delete(oldest);
    }
    return token;
  }

  get(token: string): Uint8Array | undefined {
    return this.#bytesByToken.get(token);
  }

  clear(): void {
    this.#bytesByToken.clear();
  }

  #sizeBytes(): number {
    return [...this.#bytesByToken.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
  }
}

const MAX_COUNT = 20;
/** One that is larger is still kept, alone. */
const MAX_BYTES = 256 * 1024 * 1024;
