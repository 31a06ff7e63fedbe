import type { PageTracker, TrackedFacts } from '../tracked-facts.ts';
import type { CallLog } from './calls.ts';
import type { ChangeLog } from './changes.ts';
import type { InputLog } from './inputs.ts';
import type { TrackerKit } from './kit.ts';
import type { Plainness } from './plainness.ts';

/** Follows the document itself, and tells of everything; runs in the page, and must stand alone. */
export function trackDocument(
  kit: TrackerKit,
  parts: { calls: CallLog; changes: ChangeLog; inputs: InputLog; plainness: Plainness },
): PageTracker {
  const { limits, now } = kit;
  const { calls, changes, inputs, plainness } = parts;
  const documentId = performance.timeOrigin;
  const readyOf = kit.getter(Document.prototype, 'readyState');
  const animationsOf = kit.uncurry(Document.prototype.getAnimations);
  const query = kit.uncurry(Document.prototype.querySelector);
  const attribute = kit.uncurry(Element.prototype.getAttribute);
  const timingOf = kit.uncurry(AnimationEffect.prototype.getComputedTiming);
  const get = (name: string): ((self: unknown) => unknown) | undefined =>
    kit.getter(Animation.prototype, name);
  const [playState, startTime, currentTime, playbackRate, effectOf] = [
    get('playState'),
    get('startTime'),
    get('currentTime'),
    get('playbackRate'),
    get('effect'),
  ];
  const timeOf = kit.getter(AnimationTimeline.prototype, 'currentTime');
  const { timeline } = document;
  const { navigation } = window as { navigation?: EventTarget & { transition: unknown } };
  const transitionOf = kit.getter(
    navigation === undefined ? undefined : Object.getPrototypeOf(navigation),
    'transition',
  );
  const NativePromise = Promise;
  const SCROLL_GAP_MS = 120;
  let leavingUntil = Number.NEGATIVE_INFINITY;
  /** Of the navigation that the page was told has failed. */
  let failedUntil = Number.NEGATIVE_INFINITY;
  const caused = new WeakMap<Animation, number>();
  const epochOf = kit.uncurry(caused.get);
  const setEpoch = kit.uncurry(caused.set);
  /** Something is animated, because of the action or not. */
  let isMoving = false;
  let animatedAt = Number.NEGATIVE_INFINITY;
  let parsedAt = Number.POSITIVE_INFINITY;

  kit.listen(document, 'DOMContentLoaded', () => {
    parsedAt = now();
  });
  if (document.readyState !== 'loading') parsedAt = now();

  // Fires in the task that starts a navigation, long before there is a request to be seen.
  if (navigation !== undefined) {
    kit.listen(navigation, 'navigate', (event) => {
      const { destination, downloadRequest, hashChange } = event as Event & {
        destination: { sameDocument: boolean };
        downloadRequest: string | null;
        hashChange: boolean;
      };
      if (destination.sameDocument || hashChange) return;
      // A document that is downloaded stays, and the browser tells of the download a moment later. To the page it ends a
      // navigation that began before, which goes on all the same.
      leavingUntil =
        downloadRequest === null
          ? now() + limits.navigationMs
          : kit.max(now() + limits.downloadMs, leavingUntil, failedUntil);
    });
    kit.listen(navigation, 'navigateerror', () => {
      failedUntil = leavingUntil;
      leavingUntil = Number.NEGATIVE_INFINITY;
    });
  }

  function isLeaving(): boolean {
    if (now() < leavingUntil) return true;
    if (navigation !== undefined && transitionOf?.(navigation)) return true;
    if (!kit.isFresh() || now() - parsedAt > limits.loadChainMs + 1_500) return false;
    const refresh = query(document, 'meta[http-equiv="refresh" i]');
    if (refresh === null) return false;
    const delay = Number.parseFloat(attribute(refresh, 'content') ?? '');
    return delay >= 0 && now() - parsedAt < delay * 1_000 + 500 && delay <= 2;
  }

  /** An animation counts that began right after the user's input, or after what came of it. One without end is a sign of work. */
  function animationNow(): 'none' | 'finite' | 'endless' {
    let found: 'none' | 'finite' | 'endless' = 'none';
    isMoving = false;
    const animations = animationsOf(document);
    const at = Number(timeOf?.(timeline) ?? now());
    for (let index = 0; index < animations.length; index += 1) {
      const animation = animations[index];
      if (animation === undefined || playState?.(animation) !== 'running') continue;
      isMoving = true;
      const effect = effectOf?.(animation);
      const end = effect ? Number(timingOf(effect).endTime) : 0;
      const rate = Number(playbackRate?.(animation)) || 1;
      const left = (end - Number(currentTime?.(animation) ?? 0)) / (rate < 0 ? -rate : rate);
      const isEndless = left === Number.POSITIVE_INFINITY;
      if (!isEndless && !(left > 0 && left <= limits.animationMs)) continue;
      const start = startTime?.(animation);
      const isKnown = epochOf(caused, animation) === kit.epoch();
      if (!isKnown && !isCaused(start === null ? at : Number(start))) continue;
      setEpoch(caused, animation, kit.epoch());
      if (!isEndless) {
        animatedAt = now();
        return 'finite';
      }
      found = 'endless';
    }
    return found;
  }

  // What plays for a moment is like an animation; elements outside the document make no events that could be heard here.
  let playing: unknown;
  let playedAt = Number.NEGATIVE_INFINITY;
  kit.wrap(HTMLMediaElement.prototype, 'play', (self) => {
    if (!kit.isOldRunning(0)) playing = self;
    return undefined;
  });
  const mediaOf = (name: string): ((self: unknown) => unknown) | undefined =>
    kit.getter(HTMLMediaElement.prototype, name);
  const [pausedOf, durationOf, positionOf] = [mediaOf('paused'), mediaOf('duration'), mediaOf('currentTime')];

  function isPlaying(): boolean {
    if (playing === undefined || pausedOf?.(playing) !== false) return false;
    const leftMs = (Number(durationOf?.(playing)) - Number(positionOf?.(playing))) * 1_000;
    if (!(leftMs > 0 && leftMs < limits.animationMs)) return false;
    playedAt = now();
    return true;
  }

  function isCaused(began: number): boolean {
    if (kit.isFresh()) return began < limits.loadChainMs;
    const causes = [inputs.inputAt(), kit.endedAt(), kit.actionAt(), animatedAt];
    for (let index = 0; index < causes.length; index += 1) {
      const cause = causes[index] ?? Number.NEGATIVE_INFINITY;
      if (began >= cause - 50 && began <= cause + 300) return true;
    }
    return false;
  }

  // Scrolling that goes on by itself is an animation, too.
  const scroll = { since: Number.NEGATIVE_INFINITY, at: Number.NEGATIVE_INFINITY, isCaused: false };
  const onScroll = (): void => {
    kit.touch();
    const at = now();
    if (at - scroll.at > SCROLL_GAP_MS) {
      scroll.since = at;
      scroll.isCaused = isCaused(at);
    }
    scroll.at = at;
  };
  kit.listen(document, 'scroll', onScroll);

  function isScrolling(): boolean {
    const at = now();
    return at - scroll.at < SCROLL_GAP_MS && at - scroll.since < limits.animationMs && scroll.isCaused;
  }

  /** Animations of SVG may begin at events, without a script. */
  function hasSvgEvents(): boolean {
    return query(document, 'svg [begin]') !== null;
  }

  function documentState(): TrackedFacts['document'] {
    const state = readyOf?.(document);
    if (state === 'loading') return now() < limits.documentMs || changes.isEmpty() ? 'loading' : 'ready';
    return state === 'interactive' && now() - parsedAt < limits.resourcesMs ? 'resources' : 'ready';
  }

  function facts(isAtOnce: boolean): TrackedFacts {
    const at = now();
    const ago = (time: number): number | undefined =>
      time > Number.NEGATIVE_INFINITY ? at - time : undefined;
    const isFresh = kit.isFresh();
    const hasScripts = changes.hasScripts();
    const hasSvg = hasSvgEvents();
    const animation = animationNow();
    const hasCarriers = kit.hasLoop() || calls.hasChannels() || hasSvg;
    return {
      documentId,
      document: documentState(),
      isFresh,
      hasScripts,
      isEmpty: isFresh && changes.isEmpty(),
      isLeaving: isLeaving(),
      pending: kit.pending(),
      isAnimating: animation === 'finite' || isScrolling() || isPlaying(),
      heardMsAgo: isFresh
        ? hasScripts
          ? ago(parsedAt)
          : undefined
        : ago(hasSvg ? inputs.inputAt() : inputs.heardAt()),
      endedMsAgo: ago(kit.max(playedAt, kit.endedAt())),
      newsMsAgo: ago(changes.newsAt()),
      hasCarriers,
      looksBusy: (animation === 'endless' && !isFresh) || changes.looksBusy(),
      touches: kit.touches(),
      isPlain: isAtOnce && !isMoving && kit.quietly(() => plainness.isPlain()) === true,
    };
  }

  changes.observe(document);
  return {
    beginAction() {
      kit.listen(document, 'scroll', onScroll);
      plainness.listen();
      kit.nextEpoch();
      animatedAt = Number.NEGATIVE_INFINITY;
      playing = undefined;
      playedAt = Number.NEGATIVE_INFINITY;
      changes.beginAction();
      inputs.beginAction();
    },
    look: (frames) =>
      frames === 0
        ? facts(true)
        : new NativePromise((resolve) => {
            let left = frames;
            const next = (): void => {
              let isDone = false;
              const once = (): void => {
                if (isDone) return;
                isDone = true;
                left -= 1;
                if (left > 0) next();
                else resolve(facts(false));
              };
              kit.requestFrame(once);
              // A tab in the background gets no frames.
              kit.setTimeout(once, 50);
            };
            next();
          }),
  };
}
