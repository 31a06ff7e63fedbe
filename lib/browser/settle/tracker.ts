/** How long things may hold up settling, in milliseconds. */
export interface TrackerLimits {
  /** Timers that are due later are not waited for. */
  readonly timerMs: number;
  /** How long the same timer, armed again and again, counts. */
  readonly repeatMs: number;
  /** The page counts as still after so long without a change. */
  readonly stillMs: number;
  /** How long pictures and other late resources of a parsed document are waited for. */
  readonly resourcesMs: number;
  /** How long a navigation may take to show up as a request. */
  readonly navigationMs: number;
}

export interface QuietWait {
  readonly budgetMs: number;
  /** How long changes and animations alone may hold it up. */
  readonly noiseMs: number;
}

/** What the page reports: `still`, or what it was busy with when the time was over. */
export type QuietResult = 'still' | 'document' | 'navigation' | 'timer' | 'change' | 'animation';

export interface PageTracker {
  /** From now on, only what happens after this moment is waited for. */
  beginAction(): void;
  whenQuiet(wait: QuietWait): Promise<QuietResult>;
  /** What this document is busy with now. */
  busyWith(now: number): QuietResult;
}

/** Under this symbol the tracker hangs on `window`; not enumerable. */
export const TRACKER_KEY = 'nova-act.tracker';

/**
 * Runs in every document before the page's own scripts, and notes what the page has under way: short timers, changes of
 * the document, animations, navigations. A page script, so it must stand alone.
 */
export function installTracker(given: { readonly key: string; readonly limits: TrackerLimits }): void {
  const { limits } = given;
  const symbol = Symbol.for(given.key);
  if (Reflect.has(window, symbol)) return;

  interface Timer {
    readonly epoch: number;
    readonly blocks: boolean;
  }
  const now = performance.now.bind(performance);
  const nativeSetTimeout = window.setTimeout.bind(window);
  const nativeRequestFrame = window.requestAnimationFrame.bind(window);
  const sourceOf = Function.prototype.call.bind(Function.prototype.toString) as (fn: unknown) => string;

  let epoch = 0;
  let running: Timer | undefined;
  let lastChange = Number.NEGATIVE_INFINITY;
  let navigatingSince = Number.NEGATIVE_INFINITY;
  let parsedAt = Number.POSITIVE_INFINITY;
  const pending = new Map<number, Timer>();
  const firstArmed = new Map<string, number>();
  const recurrent = new Set<string>();

  /** A timer counts when an action caused it, unless it is one that the page arms again and again. */
  function timerBlocks(handler: unknown, delay: number): boolean {
    if (delay > limits.timerMs) return false;
    if (running !== undefined && running.epoch < epoch) return false;
    // The event under way, if a real one: what a handler of the user's input arms is never noise.
    if (window.event?.isTrusted && window.event.type !== 'load') return true;
    const source = `${delay}:${sourceOf(handler).slice(0, 300)}`;
    if (recurrent.has(source)) return false;
    const first = firstArmed.get(source);
    if (first === undefined) firstArmed.set(source, now());
    else if (now() + delay - first > limits.repeatMs) {
      recurrent.add(source);
      return false;
    }
    return true;
  }

  window.setTimeout = new Proxy(window.setTimeout, {
    apply(target, self, args: unknown[]) {
      const [handler, givenDelay, ...rest] = args;
      if (typeof handler !== 'function') return Reflect.apply(target, self, args);
      const delay = Math.max(0, Number(givenDelay) || 0);
      const timer: Timer = { epoch: running?.epoch ?? epoch, blocks: timerBlocks(handler, delay) };
      const run = function (this: unknown, ...values: unknown[]): unknown {
        pending.delete(id);
        const outer = running;
        running = timer;
        try {
          return Reflect.apply(handler, this, values);
        } finally {
          running = outer;
        }
      };
      const id: number = Reflect.apply(target, self, [run, givenDelay, ...rest]);
      if (timer.blocks) pending.set(id, timer);
      return id;
    },
  });
  function forgetting<F extends (id: number | undefined) => void>(clear: F): F {
    return new Proxy(clear, {
      apply(target, self, args: [number | undefined]) {
        pending.delete(Number(args[0]));
        return Reflect.apply(target, self, args);
      },
    });
  }
  window.clearTimeout = forgetting(window.clearTimeout);
  window.clearInterval = forgetting(window.clearInterval);

  // An attribute that changes many times a second is an animation by script, not news.
  const attributeChanges = new WeakMap<Node, { since: number; count: number }>();
  function isNews(record: MutationRecord): boolean {
    if (record.type !== 'attributes') return true;
    const seen = attributeChanges.get(record.target);
    if (seen === undefined || now() - seen.since > 1000) {
      attributeChanges.set(record.target, { since: now(), count: 1 });
      return true;
    }
    seen.count += 1;
    return seen.count < 6;
  }
  const observer = new MutationObserver((records) => {
    if (records.some(isNews)) lastChange = now();
  });
  const watched = { subtree: true, childList: true, attributes: true, characterData: true } as const;
  observer.observe(document, watched);
  Element.prototype.attachShadow = new Proxy(Element.prototype.attachShadow, {
    apply(target, self, args: [ShadowRootInit]) {
      const root: ShadowRoot = Reflect.apply(target, self, args);
      observer.observe(root, watched);
      return root;
    },
  });

  document.addEventListener('DOMContentLoaded', () => {
    parsedAt = now();
  });
  if (document.readyState !== 'loading') parsedAt = now();

  // Fires in the task that starts a navigation, long before there is a request to be seen.
  const { navigation } = window as { navigation?: EventTarget };
  navigation?.addEventListener('navigate', (event) => {
    const { destination, downloadRequest, hashChange } = event as Event & {
      destination: { sameDocument: boolean };
      downloadRequest: string | null;
      hashChange: boolean;
    };
    if (!destination.sameDocument && !hashChange && downloadRequest === null) navigatingSince = now();
  });
  navigation?.addEventListener('navigateerror', () => {
    navigatingSince = Number.NEGATIVE_INFINITY;
  });

  function isAnimating(): boolean {
    return document.getAnimations().some((animation) => {
      if (animation.playState !== 'running') return false;
      const end = Number(animation.effect?.getComputedTiming().endTime ?? 0);
      const left = (end - Number(animation.currentTime ?? 0)) / Math.abs(animation.playbackRate || 1);
      return left > 0 && left <= 1000;
    });
  }

  function busyWith(at: number): QuietResult {
    if (document.readyState === 'loading') return 'document';
    if (document.readyState === 'interactive' && at - parsedAt < limits.resourcesMs) return 'document';
    if (at - navigatingSince < limits.navigationMs) return 'navigation';
    for (const timer of pending.values()) if (timer.epoch === epoch) return 'timer';
    if (at - lastChange < limits.stillMs) return 'change';
    return isAnimating() ? 'animation' : 'still';
  }

  /** Documents of the same origin inside this one, at any depth. */
  function childTrackers(of: Window): PageTracker[] {
    const found: PageTracker[] = [];
    for (let index = 0; index < of.length; index += 1) {
      try {
        const child = of[index];
        if (child === undefined) continue;
        const tracker: PageTracker | undefined = Reflect.get(child, symbol);
        if (tracker !== undefined) found.push(tracker);
        found.push(...childTrackers(child));
      } catch {
        // A document of another origin does not let us in; its requests are still watched from outside.
      }
    }
    return found;
  }

  function all(): QuietResult {
    const own = busyWith(now());
    if (own !== 'still' && own !== 'change' && own !== 'animation') return own;
    // Clocks differ between documents, so each is asked with its own.
    for (const child of childTrackers(window)) {
      const busy = child.busyWith(Number.NaN);
      if (busy !== 'still') return busy;
    }
    return own;
  }

  function nextFrame(then: () => void): void {
    let isDone = false;
    const once = (): void => {
      if (isDone) return;
      isDone = true;
      then();
    };
    nativeRequestFrame(once);
    // A tab in the background gets no frames.
    nativeSetTimeout(once, 50);
  }

  const tracker: PageTracker = {
    beginAction() {
      epoch += 1;
      firstArmed.clear();
      for (const child of childTrackers(window)) child.beginAction();
    },
    busyWith: (at) => busyWith(Number.isNaN(at) ? now() : at),
    whenQuiet: ({ budgetMs, noiseMs }) =>
      new Promise((resolve) => {
        const start = now();
        let noiseSince: number | undefined;
        let stillFrames = 0;
        const look = (): void => {
          const at = now();
          const busy = all();
          const isNoise = busy === 'change' || busy === 'animation';
          noiseSince = isNoise ? (noiseSince ?? at) : undefined;
          if (busy === 'still') stillFrames += 1;
          else stillFrames = 0;
          // The first look and two frames after it.
          if (stillFrames > 2) resolve('still');
          else if (noiseSince !== undefined && at - noiseSince > noiseMs) resolve('still');
          else if (at - start > budgetMs) resolve(busy);
          else nextFrame(look);
        };
        look();
      }),
  };
  Object.defineProperty(window, symbol, { value: tracker });
  // Actions are told from another world, which shares nothing but the DOM.
  window.addEventListener(given.key, () => tracker.beginAction());
}
