import type { CDPSession, Page } from 'playwright-core';
import { within } from '../core/async.ts';
import { picture } from './observe.ts';
import { askTrackers } from './settle/ask-trackers.ts';
import type { ContextWatch } from './settle/context-watch.ts';
import { type Cause, isSamePicture, isUntouched, mayBeAtRest, type SettleView } from './settle/policy.ts';
import { viewOf } from './settle/settle.ts';

/**
 * A picture that is taken while it is still watched whether the page is still. It is used only if the page tells, when the picture
 * is there, that nothing has happened since before it was begun. At most one, of the last wait.
 */
export class EarlyPicture {
  #taken: Promise<Taken | undefined> | undefined;
  /** What the page told last. */
  #lastLook: SettleView['frames'] | undefined;
  readonly #luck = new WeakMap<Page, Luck>();

  /** Begins one, if the page has nothing to do at this moment. Fails never. */
  begin(given: Watched): void {
    const luck = this.#luckOf(given.page);
    luck.toSkip -= 1;
    this.#lastLook = undefined;
    if (luck.toSkip < 0) this.#taken = begun(given).catch(() => undefined);
  }

  /** What another look has shown while it was taken: one of a page that was not still is of no use. */
  check(cause: Cause | undefined, frames: SettleView['frames']): void {
    this.#lastLook = frames;
    if (!mayBeAtRest(cause)) this.drop();
  }

  /**
   * When the wait is over, only who looks in the same turn gets it: until the next one, no program can have done anything to the
   * page, which would leave no trace that scripts of the page leave.
   */
  keepForThisTurn(): void {
    const taken = this.#taken;
    setImmediate(() => {
      if (this.#taken === taken) this.drop();
    });
  }

  /** For when something is done to the page. */
  drop(): void {
    this.#taken = undefined;
  }

  /** What gives the picture, once, if it shows the page as it is; undefined when there is none that could. */
  async claim(): Promise<((given: Watched) => Promise<string | undefined>) | undefined> {
    const asked = this.#taken;
    const lastLook = this.#lastLook;
    this.#taken = undefined;
    const taken = await asked;
    if (taken === undefined || lastLook === undefined) return undefined;
    if (!isUntouched(taken.before.view.frames, lastLook)) {
      this.#missed(taken.page);
      return undefined;
    }
    return async (given) => {
      if (!(await isProven(taken, given))) {
        this.#missed(taken.page);
        return undefined;
      }
      this.#luckOf(given.page).misses = 0;
      return await taken.picture;
    };
  }

  /** A page that is never at rest must not pay for two pictures each time. */
  #missed(page: Page): void {
    const luck = this.#luckOf(page);
    luck.misses += 1;
    if (luck.misses > 1) luck.toSkip = Math.min(2 ** (luck.misses - 1), MOST_SKIPPED);
  }

  #luckOf(page: Page): Luck {
    const known = this.#luck.get(page);
    if (known !== undefined && known.url === page.url()) return known;
    const luck = { url: page.url(), misses: 0, toSkip: 0 };
    this.#luck.set(page, luck);
    return luck;
  }
}

interface Watched {
  readonly page: Page;
  readonly session: CDPSession;
  readonly watch: ContextWatch;
  readonly signal?: AbortSignal | undefined;
}

/** At one address: how many pictures in a row were of no use, and how many waits go without one because of that. */
interface Luck {
  readonly url: string;
  misses: number;
  toSkip: number;
}

const MOST_SKIPPED = 16;

interface Taken {
  readonly page: Page;
  readonly picture: Promise<string | undefined>;
  readonly before: Look;
  readonly requestChanges: number;
  readonly atMs: number;
}

/** What is known of a page at one moment. */
interface Look {
  readonly view: SettleView;
  /** How often its styles and its layout were worked out anew, whoever made that needful. */
  readonly drawings: number;
}

async function begun(given: Watched): Promise<Taken | undefined> {
  const { page, session, watch } = given;
  // With what is not followed from here it is not of use, and need not be asked.
  if (page.frames().length > 1 || page.workers().length > 0) return undefined;
  const atMs = Date.now();
  const requestChanges = watch.log(page).changes();
  // Answered before the look, which is sent behind it.
  const [, before] = await Promise.all([
    session.send('Performance.enable'),
    lookNow({ ...given, startMs: atMs }),
  ]);
  if (before === undefined || watch.isNavigating(page)) return undefined;
  // Whether it is of use is known only then: it is compared with itself.
  if (!isSame(before, before) || watch.log(page).isLoading()) return undefined;
  const taken = picture(session, {}, PICTURE_MS).catch(() => undefined);
  return { page, picture: taken, before, requestChanges, atMs };
}

async function isProven(taken: Taken, given: Watched): Promise<boolean> {
  const { page, watch } = given;
  if (taken.page !== page || (await taken.picture) === undefined) return false;
  const after = await lookNow({ ...given, startMs: taken.atMs });
  if (after === undefined || watch.isNavigating(page)) return false;
  if (watch.log(page).changes() !== taken.requestChanges) return false;
  return isSame(taken.before, after);
}

function isSame(before: Look, after: Look): boolean {
  return before.drawings === after.drawings && isSamePicture(before.view, after.view);
}

async function lookNow(given: Watched & { readonly startMs: number }): Promise<Look | undefined> {
  const { page, session, watch, signal, startMs } = given;
  const [facts, drawings] = await Promise.all([
    askTrackers({ page, session, frames: 0, timeoutMs: ANSWER_MS, signal }),
    // In this order: the trackers make the page work out what has changed.
    drawingsOf(session),
  ]);
  if (typeof facts === 'string') return undefined;
  return { view: viewOf({ page, watch, facts, startMs }), drawings };
}

/** Not a number where the browser does not tell, which is like nothing. */
async function drawingsOf(session: CDPSession): Promise<number> {
  const asked = session.send('Performance.getMetrics').catch(() => undefined);
  const answer = await within({ work: asked, timeoutMs: ANSWER_MS, fallback: undefined });
  const counts = DRAWINGS.map((name) => answer?.metrics.find((metric) => metric.name === name)?.value);
  return counts.reduce<number>((sum, count) => sum + (count ?? Number.NaN), 0);
}

const DRAWINGS = ['LayoutCount', 'RecalcStyleCount'];
/** How long a page may take to answer, in milliseconds; one that is busy is looked at as ever. */
const ANSWER_MS = 300;
/** How long the picture may take. */
const PICTURE_MS = 1_000;
