import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { abortable, within } from '../core/async.ts';
import { messageOf } from '../core/errors.ts';
import { isInstance } from '../core/thrown.ts';
import { USER_INFO, withoutCredentials } from '../core/without-credentials.ts';
import { answered } from './answering.ts';
import { ActuationError } from './errors.ts';
import { imageSize } from './image-size.ts';
import { isClosedError, isNavigationError, runInFrame } from './page-script.ts';
import { type DomLimits, type PageFacts, readPageFacts } from './simplified-dom.ts';
import type { Observation } from './types.ts';

/**
 * One look at the page. It is repeated when the page navigates away meanwhile.
 * @throws ActuationError when the page does not answer.
 */
export async function observe(options: ObserveOptions): Promise<Observation> {
  const { page, signal } = options;
  let { early } = options;
  let latePictures = 0;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const look = lookOnce({ ...options, early }, PICTURE_TIMEOUTS_MS[latePictures]);
      const seen = await abortable(answered(page, look), signal);
      if (seen !== undefined) return seen;
      early = undefined;
    } catch (error) {
      early = undefined;
      signal?.throwIfAborted();
      if (isInstance(error, LatePicture)) {
        latePictures += 1;
        continue;
      }
      if (!isNavigationError(error) || isClosedError(error) || attempt >= ATTEMPTS)
        throw actuationError(error, page);
      await abortable(
        Promise.all([page.waitForLoadState('domcontentloaded').catch(() => {}), sleep(PAUSE_MS)]),
        signal,
      );
    }
  }
}

const JPEG_QUALITY = 90;
/** A page that loads itself anew without end goes away under most looks. */
const ATTEMPTS = 10;
const PAUSE_MS = 30;

/**
 * How long a picture may take before it is asked for anew: of a document that goes away meanwhile, it may never come. The
 * last one has the time of any answer.
 */
const PICTURE_TIMEOUTS_MS = [1_000, 1_000, 2_000, 2_000, 4_000];

class LatePicture extends Error {}

/**
 * Pages of up to 1,000 elements are told as they are, whatever is off screen: most pages, in some 100 kB. Larger ones are told
 * in no more than the Python SDK needs, which sends what is on screen and a larger picture: 30 kB as JSON in the JSON of a
 * request. A dense screen of rows, links and fields takes 20 of them. The rest, and never less than a few rows, is for what
 * is next to it: half a screen of such rows, several screens of prose.
 */
const LIMITS: DomLimits = {
  elements: 1000,
  chars: 300_000,
  thinnedChars: 26_000,
  minFarChars: 6_000,
  textChars: 20_000,
  options: 300,
  keptOptions: 50,
  looks: 60_000,
};

export interface ObserveOptions {
  readonly page: Page;
  /** A CDP session of that page. */
  readonly session: CDPSession;
  readonly captureDom: boolean;
  /** A picture that was begun before, if it still shows the page. Only the first look uses it. */
  readonly early?: (() => Promise<string | undefined>) | undefined;
  readonly signal?: AbortSignal | undefined;
}

async function lookOnce(
  { page, session, captureDom, early }: ObserveOptions,
  pictureTimeoutMs: number | undefined,
): Promise<Observation | undefined> {
  const facts = await runInFrame(page.mainFrame(), readPageFacts, {
    captureDom,
    limits: LIMITS,
    userInfo: USER_INFO.source,
  });
  // In other cases it does not show CSS pixels.
  const picked = facts.devicePixelRatio === 1 ? await early?.() : undefined;
  // What was read belongs to the time of that picture.
  if (early !== undefined && picked === undefined) return undefined;
  const take = (scale: number): Promise<string> => picture(session, clipFor(facts, scale), pictureTimeoutMs);
  return {
    activeURL: withoutCredentials(page.url()),
    browserDimensions: facts.dimensions,
    idToBboxMap: facts.boxes,
    screenshotBase64: picked ?? (await inCssPixels(page, facts, take)),
    simplifiedDOM: facts.html,
    timestamp_ms: Date.now(),
    userAgent: facts.userAgent,
  };
}

/** One JPEG as a data URL. @throws LatePicture when it does not come in time */
export async function picture(session: CDPSession, clip: object, timeoutMs?: number): Promise<string> {
  const taken = session.send('Page.captureScreenshot', {
    format: 'jpeg',
    quality: JPEG_QUALITY,
    optimizeForSpeed: true,
    ...clip,
  });
  const { data } =
    timeoutMs === undefined
      ? await taken
      : await within({ work: taken, timeoutMs, fallback: { data: undefined } });
  if (data === undefined) throw new LatePicture();
  return `data:image/jpeg;base64,${data}`;
}

/**
 * Makes a pixel of the picture a CSS pixel. On most screens it is one already. Otherwise it depends on who has set the density of
 * pixels: that of the screen counts in pictures, one that a program has set by another connection does not. So the first
 * picture of a page is measured.
 */
async function inCssPixels(
  page: Page,
  { devicePixelRatio: ratio, dimensions }: PageFacts,
  take: (scale: number) => Promise<string>,
): Promise<string> {
  if (ratio === 1) return await take(1);
  const known = scales.get(page);
  if (known?.ratio === ratio) return await take(known.scale);
  const guess = 1 / ratio;
  const first = await take(guess);
  const scale = guess * (dimensions.windowWidth / (imageSize(first)?.width ?? dimensions.windowWidth));
  const isRight = Math.abs(scale / guess - 1) < ROUNDING;
  scales.set(page, { ratio, scale: isRight ? guess : scale });
  return isRight ? first : await take(scale);
}

/** By the density of pixels for which it was measured. */
const scales = new WeakMap<Page, { readonly ratio: number; readonly scale: number }>();
/** Pictures have whole pixels. */
const ROUNDING = 0.01;

/** Without one it is faster. */
function clipFor({ devicePixelRatio, dimensions }: PageFacts, scale: number): object {
  if (devicePixelRatio === 1) return {};
  return {
    clip: {
      x: dimensions.scrollLeft,
      y: dimensions.scrollTop,
      width: dimensions.windowWidth,
      height: dimensions.windowHeight,
      scale,
    },
  };
}

function actuationError(error: unknown, page: Page): ActuationError {
  if (isInstance(error, ActuationError)) return error;
  return new ActuationError(`The page ${page.url()} could not be observed: ${messageOf(error)}`, {
    cause: error,
  });
}
