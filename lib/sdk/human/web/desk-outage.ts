import { fullMessageOf } from '../../../core/errors.ts';
import { formatDuration } from '../../../core/format-duration.ts';

/** Tells once that a desk has not answered for a while, and that it does again. */
export class DeskOutage {
  readonly #origin: string;
  readonly #expiresAt: number;
  #failures = 0;
  #sinceMs = 0;
  #isTold = false;

  constructor(origin: string, expiresAt: number) {
    this.#origin = origin;
    this.#expiresAt = expiresAt;
  }

  /** How often it has not answered since it last did. */
  get failures(): number {
    return this.#failures;
  }

  failed(error: unknown, tell: (level: 'warn', message: string) => void): void {
    if (this.#failures === 0) this.#sinceMs = performance.now();
    this.#failures += 1;
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
    this.#isTold = false;
  }
}

const OUTAGE_MS = 20_000;
