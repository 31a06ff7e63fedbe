import { fullMessageOf } from '../../../core/errors.ts';
import { formatDuration } from '../../../core/format-duration.ts';
import { isNoDesk } from './desk-client.ts';

/** Tells once that a desk has not answered for a while, and that it does again. */
export class DeskOutage {
  readonly #origin: string;
  readonly #expiresAt: number;
  #failures = 0;
  #sinceMs = 0;
  #isTold = false;
  /** How often something else has answered in its place, one time after the other, and since when. */
  #strangers = 0;
  #strangerSinceMs = 0;

  constructor(origin: string, expiresAt: number) {
    this.#origin = origin;
    this.#expiresAt = expiresAt;
  }

  /** How often it has not answered since it last did. */
  get failures(): number {
    return this.#failures;
  }

  /** Whether the desk may come again, although something else answers in its place now. */
  get mayEnd(): boolean {
    const lastsMs = performance.now() - this.#strangerSinceMs;
    return this.#strangers < MIN_STRANGERS || lastsMs < STRANGERS_MS;
  }

  failed(error: unknown, tell: (level: 'warn', message: string) => void): void {
    if (this.#failures === 0) this.#sinceMs = performance.now();
    this.#failures += 1;
    this.#strangers = isNoDesk(error) ? this.#strangers + 1 : 0;
    if (this.#strangers === 1) this.#strangerSinceMs = performance.now();
    const lastsMs = performance.now() - this.#sinceMs;
    if (this.#isTold || lastsMs < OUTAGE_MS) return;
    this.#isTold = true;
    const until = new Date(this.#expiresAt).toISOString();
    tell(
      'warn',
      `The desk at ${this.#origin} has not answered for ${formatDuration(lastsMs)}: ${fullMessageOf(error)}. Answers of people cannot be heard; it is asked on until ${until}.`,
    );
  }

  answered(tell: (level: 'info', message: string) => void): void {
    if (this.#isTold) tell('info', `The desk at ${this.#origin} answers again.`);
    this.#failures = 0;
    this.#strangers = 0;
    this.#isTold = false;
  }
}

const OUTAGE_MS = 20_000;
/** Deployments take as long, and rights that come and go. */
const STRANGERS_MS = 90_000;
const MIN_STRANGERS = 5;
