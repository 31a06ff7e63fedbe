/** How good pictures are: a telephone far from anywhere gets small ones. */
export interface PictureLevel {
  /** Of JPEG, 0 to 100. */
  readonly quality: number;
  /** In pixels. */
  readonly maxWidth: number;
  readonly maxHeight: number;
}

/** Chooses by how long pictures have been under way. */
export class PictureLevels {
  #index = START;
  #fast = 0;

  get level(): PictureLevel {
    return LEVELS[this.#index] ?? LOWEST;
  }

  /** @param underWayMs - from when it was sent until it was seen @returns whether the level is another one now */
  seen(underWayMs: number): boolean {
    const before = this.#index;
    this.#fast = underWayMs < SOON_MS ? this.#fast + 1 : 0;
    if (underWayMs > LATE_MS) this.#index = Math.max(0, before - 1);
    // One that was small, or came at a good moment, says little.
    if (this.#fast >= SOON_PICTURES) this.#index = Math.min(LEVELS.length - 1, before + 1);
    if (this.#index === before) return false;
    this.#fast = 0;
    return true;
  }
}

const LOWEST: PictureLevel = { quality: 35, maxWidth: 800, maxHeight: 800 };
const LEVELS: readonly PictureLevel[] = [
  LOWEST,
  { quality: 50, maxWidth: 1280, maxHeight: 1280 },
  { quality: 70, maxWidth: 1600, maxHeight: 1600 },
];
const START = 1;

const LATE_MS = 1_000;
const SOON_MS = 250;
const SOON_PICTURES = 8;
