/** Finds requests that a page repeats by itself, whatever the user does. Knows no clock. */
export class RequestRhythm {
  readonly #rounds = new Map<string, Rounds>();
  #epoch = 0;

  nextEpoch(): void {
    this.#epoch += 1;
  }

  /** Notes a request; true when it is one of a page's own rounds. `repeatedMs`: how long the same may be asked again. */
  isPolling(request: AskedRequest, repeatedMs: number): boolean {
    const { method, url, body, atMs } = request;
    const now = { atMs, epoch: this.#epoch };
    const isSame = this.#isRound(`${method} ${url} ${body ?? ''}`, now, ({ firstMs }) => {
      return atMs - firstMs > repeatedMs;
    });
    if (method !== 'GET') return isSame;
    // Each round may have another number in its query.
    const path = url.split(/[?#]/, 1)[0] ?? url;
    const isAlike = this.#isRound(`path ${path}`, now, ({ firstMs, starts }) => {
      return atMs - firstMs > SURER * repeatedMs && isSteady([...starts, now]);
    });
    return isSame || isAlike;
  }

  #isRound(key: string, now: Start, isLong: (rounds: Rounds) => boolean): boolean {
    const known = this.#rounds.get(key);
    const starts = known?.starts ?? [];
    const last = starts.at(-1);
    const firstMs = known !== undefined && last?.epoch === now.epoch ? known.firstMs : now.atMs;
    const rounds = { firstMs, starts, periodMs: known?.periodMs };
    const isRound = isInRhythm(rounds, now) || isLong(rounds);
    // The newest last, so that a page that asks for ever new things does not fill the memory.
    this.#rounds.delete(key);
    this.#rounds.set(key, {
      firstMs,
      starts: [...starts.slice(-3), now],
      periodMs: isRound && last !== undefined ? now.atMs - last.atMs : rounds.periodMs,
    });
    const oldest = this.#rounds.keys().next();
    if (this.#rounds.size > MAX_KEYS && !oldest.done) this.#rounds.delete(oldest.value);
    return isRound;
  }
}

const MAX_KEYS = 500;

/** Gaps of a rhythm differ by no more than this factor. */
const SIMILAR = 1.7;

/** Addresses that are only alike must go on so much longer before they count as rounds. */
const SURER = 1.5;

interface Start {
  readonly atMs: number;
  readonly epoch: number;
}

interface Rounds {
  /** The first one since the action. */
  readonly firstMs: number;
  /** The last ones. */
  readonly starts: readonly Start[];
  /** Of those that were found to be rounds. */
  readonly periodMs: number | undefined;
}

interface AskedRequest {
  readonly method: string;
  readonly url: string;
  readonly body: string | null;
  readonly atMs: number;
}

/** The rhythm was there before the action: two requests with no action between them, and now one after the same time. */
function isInRhythm({ starts, periodMs }: Rounds, now: Start): boolean {
  const [first, last] = starts.slice(-2);
  const [only] = starts.slice(-1);
  if (periodMs !== undefined && only !== undefined) return areSimilar(now.atMs - only.atMs, periodMs);
  if (first === undefined || last === undefined) return false;
  if (first.epoch !== last.epoch || last.epoch === now.epoch) return false;
  return areSimilar(now.atMs - last.atMs, last.atMs - first.atMs);
}

/** All came after the same time. */
function isSteady(starts: readonly Start[]): boolean {
  const gaps = starts.slice(1).map(({ atMs }, index) => atMs - (starts[index]?.atMs ?? 0));
  return gaps.length >= 3 && areSimilar(Math.max(...gaps), Math.min(...gaps));
}

function areSimilar(one: number, other: number): boolean {
  return Math.max(one, other) <= SIMILAR * Math.max(1, Math.min(one, other));
}
