import type { TakeOverNews } from '../../../../contract/take-over.ts';

/** Joins the parts of pictures, which come in order. A picture of which a part is missing is left out. */
export class FrameAssembler {
  #frame: number | undefined;
  #parts: string[] = [];

  /** @returns the picture, when this was its last part */
  add(news: FrameNews): WholeFrame | undefined {
    const { frame, part, parts, data, width, height } = news;
    if (part === 0) {
      this.#frame = frame;
      this.#parts = [];
    }
    if (frame !== this.#frame || part !== this.#parts.length) {
      this.#frame = undefined;
      return undefined;
    }
    this.#parts.push(data);
    if (this.#parts.length < parts) return undefined;
    this.#frame = undefined;
    return { frame, base64: this.#parts.join(''), size: { width, height } };
  }
}

export type FrameNews = Extract<TakeOverNews, { type: 'frame' }>;

export interface WholeFrame {
  readonly frame: number;
  /** JPEG */
  readonly base64: string;
  /** What of the page it shows, in CSS pixels. */
  readonly size: Size;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}
