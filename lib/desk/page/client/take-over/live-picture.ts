import { element } from '../element.ts';
import type { Size, WholeFrame } from './frame-assembler.ts';
import {
  dragged,
  fitted,
  nearestOnPage,
  type PagePlace,
  type Spot,
  settled,
  spotOnPage,
  zoomed,
} from './page-place.ts';

/** The page of the workflow as it is now, on a stage that is as large as the screen leaves. */
export class LivePicture {
  readonly stage: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  #page: Size | undefined;
  #place: PagePlace = { scale: 1, left: 0, top: 0 };
  #isFitted = true;
  #newest = -1;

  constructor() {
    this.#canvas = element('canvas', { role: 'img', 'aria-label': 'The page of the workflow, live' });
    this.stage = element('div', { class: 'stage' }, this.#canvas);
    new ResizeObserver(() => this.#settle()).observe(this.stage);
  }

  /** Resolves when it is drawn, or cannot be. Never rejects. */
  async draw({ frame, base64, size }: WholeFrame): Promise<void> {
    try {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/jpeg' }));
      // Decoding one may take longer than the next.
      if (frame > this.#newest) {
        this.#newest = frame;
        this.#canvas.width = bitmap.width;
        this.#canvas.height = bitmap.height;
        this.#canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
        const isOther = this.#page?.width !== size.width || this.#page.height !== size.height;
        this.#page = size;
        if (isOther) this.#settle();
      }
      bitmap.close();
    } catch {
      // The next one will do: this one was cut off, or is no picture.
    }
  }

  /** A new connection counts its pictures from the beginning. */
  restart(): void {
    this.#newest = -1;
  }

  /** @returns undefined beside the page */
  spotOf(at: ClientSpot): Spot | undefined {
    return this.#page && spotOnPage(this.#place, this.#onStage(at), this.#page);
  }

  nearestSpotOf(at: ClientSpot): Spot {
    return this.#page ? nearestOnPage(this.#place, this.#onStage(at), this.#page) : { x: 0, y: 0 };
  }

  /** @param at - what stays where it is: by default the middle, and where the page begins when all of it is shown */
  zoom(factor: number, at?: ClientSpot): void {
    if (this.#page === undefined) return;
    const stage = this.#stageSize();
    const spot = at ? this.#onStage(at) : this.#zoomSpot(stage);
    this.#place = zoomed(this.#place, factor, spot, stage, this.#page);
    this.#isFitted = this.#place.scale <= fitted(stage, this.#page).scale;
    this.#apply();
  }

  /** The whole page. */
  fit(): void {
    this.#isFitted = true;
    this.#settle();
  }

  /** @returns what could not be moved, in pixels of the page */
  drag(by: Spot): Spot {
    if (this.#page === undefined) return { x: 0, y: 0 };
    const { place, rest } = dragged(this.#place, by, this.#stageSize(), this.#page);
    this.#place = place;
    this.#apply();
    return rest;
  }

  /** Shows where a finger has clicked. */
  mark(at: Spot): void {
    const { x, y } = this.#onStage({ clientX: at.x, clientY: at.y });
    const mark = element('span', { class: 'tap' });
    mark.style.translate = `${x}px ${y}px`;
    this.stage.append(mark);
    setTimeout(() => mark.remove(), MARK_MS);
  }

  #settle(): void {
    if (this.#page === undefined) return;
    const stage = this.#stageSize();
    this.#place = this.#isFitted ? fitted(stage, this.#page) : settled(this.#place, stage, this.#page);
    this.#apply();
  }

  #apply(): void {
    const { scale, left, top } = this.#place;
    const { width, height } = this.#page ?? { width: 0, height: 0 };
    this.#canvas.style.width = `${width * scale}px`;
    this.#canvas.style.height = `${height * scale}px`;
    this.#canvas.style.translate = `${left}px ${top}px`;
  }

  #zoomSpot({ width, height }: Size): Spot {
    const { left, top } = this.#place;
    return this.#isFitted ? { x: left, y: top } : { x: width / 2, y: height / 2 };
  }

  #stageSize(): Size {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }

  #onStage({ clientX, clientY }: ClientSpot): Spot {
    const { left, top } = this.stage.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  }
}

export interface ClientSpot {
  readonly clientX: number;
  readonly clientY: number;
}

const MARK_MS = 450;
