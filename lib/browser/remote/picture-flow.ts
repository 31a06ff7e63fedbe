/**
 * How pictures follow one another: two at most are under way to the person, and of those that come meanwhile the newest is next. The
 * browser makes another when it hears that one is done with, and drops what changes while it waits: so the person may be behind after that.
 */
export class PictureFlow<Picture extends FlowPicture> {
  readonly #underWay = new Map<number, { readonly picture: Picture; readonly sentAtMs: number }>();
  readonly #send: (picture: Picture, frame: number) => void;
  #waiting: Picture | undefined;
  #count = 0;
  #isBehind = false;

  /** @param send - sends a picture to the person */
  constructor(send: (picture: Picture, frame: number) => void) {
    this.#send = send;
  }

  /** The browser has made a picture. */
  made(picture: Picture, nowMs: number): void {
    if (this.#underWay.size > 0) this.#isBehind = true;
    if (this.#underWay.size < MOST_UNDER_WAY) {
      this.#sendOn(picture, nowMs);
      return;
    }
    this.#waiting?.done();
    this.#waiting = picture;
  }

  /** The person sees a picture, and with it all before. @returns how long it was under way, in ms; `undefined` when it was not */
  shown(frame: number, nowMs: number): number | undefined {
    const sent = this.#underWay.get(frame);
    if (sent === undefined) return undefined;
    for (const [number, { picture }] of this.#underWay) {
      if (number > frame) continue;
      this.#underWay.delete(number);
      picture.done();
    }
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting !== undefined) this.#sendOn(waiting, nowMs);
    return nowMs - sent.sentAtMs;
  }

  /** Forgets what waits: it shows what is not to be seen any more. */
  dropWaiting(): void {
    this.#waiting = undefined;
  }

  /** Whether what the person sees may not be the newest, although nothing is under way. Says so once. */
  takeBehind(): boolean {
    if (!this.#isBehind || this.#underWay.size > 0) return false;
    this.#isBehind = false;
    return true;
  }

  #sendOn(picture: Picture, nowMs: number): void {
    this.#count += 1;
    this.#underWay.set(this.#count, { picture, sentAtMs: nowMs });
    this.#send(picture, this.#count);
  }
}

export interface FlowPicture {
  /** Tells the browser that it is done with. */
  done(): void;
}

const MOST_UNDER_WAY = 2;
