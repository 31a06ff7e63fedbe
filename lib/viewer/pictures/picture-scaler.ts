import { type Browser, imageSize, localBrowser, type OpenBrowser } from '../../browser/index.ts';
import { settles, within } from '../../core/async.ts';
import type { Picture } from '../run-source.ts';
import { nextScale, type TriedScale, widestThatFits } from './next-scale.ts';
import { decodeInPage, encodeInPage } from './scale-in-page.ts';

/**
 * Makes pictures smaller with the browser of this machine, in an empty page without network. Pictures are of strangers: one
 * that is broken, bursts the page or never gets ready is only its own loss.
 */
export class PictureScaler implements AsyncDisposable {
  readonly #browser: OpenBrowser;
  #page: Promise<ScalingPage> | undefined;

  private constructor(browser: OpenBrowser) {
    this.#browser = browser;
  }

  /** @returns `undefined` when no browser is there, or none starts */
  static async start(options: {
    readonly signal: AbortSignal;
    /** @default the one of this machine */
    readonly browser?: Browser | undefined;
  }): Promise<PictureScaler | undefined> {
    const { signal, browser = scalingBrowser() } = options;
    try {
      const opened = await browser.open({ signal });
      await opened.context.setOffline(true);
      return new PictureScaler(opened);
    } catch {
      // Without one the report has fewer pictures, and says so.
      return undefined;
    }
  }

  /**
   * The picture as WebP of at most `maxBytes`, never larger than it is.
   *
   * @returns `tooLarge` when even a stamp of it would be, `broken` when it cannot be read
   */
  async scale(picture: Picture, maxBytes: number): Promise<Picture | 'tooLarge' | 'broken'> {
    const { type, bytes } = picture;
    const url = `data:${type};base64,${Buffer.from(bytes).toString('base64')}`;
    const { width = 0, height = 0 } = imageSize(url) ?? {};
    if (width * height > MAX_PIXELS) return 'broken';
    this.#page ??= this.#browser.context.newPage();
    const opening = this.#page;
    try {
      const work = scaleIn(await opening, url, maxBytes);
      const scaled = await within({ work, timeoutMs: PICTURE_TIMEOUT_MS, fallback: undefined });
      if (scaled === undefined) throw new Error('It took too long.');
      return scaled;
    } catch (error) {
      if (!isDecodeError(error)) this.#leave(opening);
      return 'broken';
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // One that hangs is killed by its own limits meanwhile; nobody need wait for that.
    await settles(this.#browser.close(), CLOSE_TIMEOUT_MS);
  }

  /** The next picture gets a new page: this one has crashed or is busy for good. */
  #leave(left: Promise<ScalingPage>): void {
    if (this.#page === left) this.#page = undefined;
    left.then((page) => page.close()).catch(() => {});
  }
}

type ScalingPage = Awaited<ReturnType<OpenBrowser['context']['newPage']>>;

/** A picture of 50 megapixels takes 200 MB when it is decoded. */
const MAX_PIXELS = 50_000_000;
const PICTURE_TIMEOUT_MS = 5000;
const CLOSE_TIMEOUT_MS = 3000;

function scalingBrowser(): Browser {
  return localBrowser({
    headless: true,
    viewport: { width: 320, height: 240 },
    userAgent: 'picture-scaler',
    launchTimeoutMs: 10_000,
    onNotice: () => {},
  });
}

async function scaleIn(page: ScalingPage, url: string, maxBytes: number): Promise<Picture | 'tooLarge'> {
  const { width } = await page.evaluate(decodeInPage, url);
  const tries: (TriedScale & { readonly base64?: string | undefined })[] = [];
  for (
    let scale = nextScale({ width, maxBytes, tries });
    scale;
    scale = nextScale({ width, maxBytes, tries })
  )
    tries.push({ ...scale, ...(await page.evaluate(encodeInPage, { ...scale, maxBytes })) });
  const best = widestThatFits(tries, maxBytes);
  return best?.base64 === undefined
    ? 'tooLarge'
    : { type: 'image/webp', bytes: Buffer.from(best.base64, 'base64') };
}

/** What `createImageBitmap` says of what is no picture. */
function isDecodeError(error: unknown): boolean {
  return error instanceof Error && /could not be decoded|InvalidStateError/i.test(error.message);
}
