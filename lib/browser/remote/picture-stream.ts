import type { CDPSession } from 'playwright-core';
import type { TakeOverNews } from '../../contract/take-over.ts';
import { type FlowPicture, PictureFlow } from './picture-flow.ts';
import { PictureLevels } from './picture-level.ts';
import { pictureParts } from './picture-parts.ts';

/** Pictures of one tab at a time: one at once, and others when something changes. */
export class PictureStream implements Disposable {
  readonly #flow: PictureFlow<MadePicture>;
  readonly #levels = new PictureLevels();
  #session: CDPSession | undefined;
  #newest = '';
  #timer: NodeJS.Timeout | undefined;
  /** One command follows the other. */
  #work: Promise<void> = Promise.resolve();

  constructor(send: (news: TakeOverNews) => void) {
    this.#flow = new PictureFlow(({ base64, width, height }, frame) => {
      for (const part of pictureParts({ frame, base64, width, height })) send(part);
    });
  }

  /** Shows this tab from now on. Never throws. */
  show(session: CDPSession): void {
    this.#leave();
    this.#session = session;
    this.#newest = '';
    this.#flow.dropWaiting();
    session.on('Page.screencastFrame', this.#hear);
    this.#begin(session);
    this.#later(FIRST_MS, () => void this.#take(session).catch(() => {}));
  }

  /** The person sees a picture. */
  shown(frame: number): void {
    const underWayMs = this.#flow.shown(frame, performance.now());
    const session = this.#session;
    if (underWayMs === undefined || session === undefined) return;
    if (this.#levels.seen(underWayMs)) this.#again(session);
    else if (this.#flow.takeBehind()) this.#later(BEHIND_MS, () => this.#again(session));
  }

  [Symbol.dispose](): void {
    this.#leave();
  }

  readonly #hear = (event: ScreencastFrame): void => {
    const session = this.#session;
    if (session === undefined) return;
    clearTimeout(this.#timer);
    const { data: base64, metadata, sessionId } = event;
    const { deviceWidth, deviceHeight, pageScaleFactor } = metadata;
    const done = (): void => void session.send('Page.screencastFrameAck', { sessionId }).catch(() => {});
    this.#made({
      base64,
      width: deviceWidth / pageScaleFactor,
      height: deviceHeight / pageScaleFactor,
      done,
    });
  };

  #made(picture: MadePicture): void {
    // Asked for again, a page that is still looks the same.
    if (picture.base64 === this.#newest) {
      picture.done();
      return;
    }
    this.#newest = picture.base64;
    this.#flow.made(picture, performance.now());
  }

  /** For a tab of which the browser makes no picture by itself. */
  async #take(session: CDPSession): Promise<void> {
    const { cssVisualViewport } = await session.send('Page.getLayoutMetrics');
    const { pageX: x, pageY: y, clientWidth: width, clientHeight: height } = cssVisualViewport;
    const { quality, maxWidth, maxHeight } = this.#levels.level;
    const scale = Math.min(1, maxWidth / width, maxHeight / height);
    const clip = { x, y, width, height, scale };
    const { data: base64 } = await session.send('Page.captureScreenshot', { format: 'jpeg', quality, clip });
    if (session === this.#session && this.#newest === '')
      this.#made({ base64, width, height, done: () => {} });
  }

  #begin(session: CDPSession): void {
    const params = { format: 'jpeg', ...this.#levels.level } as const;
    this.#do(async () => {
      if (session === this.#session) await session.send('Page.startScreencast', params);
    });
  }

  /** Asks for the picture as it is now. */
  #again(session: CDPSession): void {
    if (session !== this.#session) return;
    this.#do(() => session.send('Page.stopScreencast'));
    this.#begin(session);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    const session = this.#session;
    this.#session = undefined;
    if (session === undefined) return;
    session.off('Page.screencastFrame', this.#hear);
    this.#do(() => session.send('Page.stopScreencast'));
  }

  #later(delayMs: number, work: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(work, delayMs);
  }

  /** A tab that is gone has no pictures. */
  #do(work: () => Promise<unknown>): void {
    this.#work = this.#work.then(work).then(
      () => {},
      () => {},
    );
  }
}

interface MadePicture extends FlowPicture {
  /** JPEG. */
  readonly base64: string;
  /** In CSS pixels. */
  readonly width: number;
  readonly height: number;
}

interface ScreencastFrame {
  readonly data: string;
  readonly sessionId: number;
  readonly metadata: {
    readonly deviceWidth: number;
    readonly deviceHeight: number;
    readonly pageScaleFactor: number;
  };
}

const FIRST_MS = 700;
const BEHIND_MS = 150;
