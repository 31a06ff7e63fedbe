import type { TrackerLimits } from '../tracked-facts.ts';

/** Something that a script of the page started and that will end. */
export interface Activity {
  readonly kind: string;
  readonly epoch: number;
  readonly since: number;
  readonly limitMs: number;
  /** When the first of a chain began. */
  readonly chainSince: number;
  /** Whether it holds up settling. */
  readonly counts: boolean;
  /** Whether it goes on with what a timer of before the action asks for again. */
  readonly isPoll: boolean;
}

/** What a hook of a platform function wants: other arguments, to hear of the result. */
export interface Hooked {
  readonly args?: unknown[] | undefined;
  readonly after?: ((result: unknown) => void) | undefined;
  readonly failed?: (() => void) | undefined;
}

export type Hook = (self: unknown, args: unknown[]) => Hooked | undefined;

/** Natives of the document as they were before its scripts, and what the parts of the tracker share. */
export interface TrackerKit {
  readonly limits: TrackerLimits;
  readonly now: () => number;
  readonly epoch: () => number;
  readonly nextEpoch: () => void;
  /** When the action began. */
  readonly actionAt: () => number;
  readonly isFresh: () => boolean;
  /** Begins an activity. One that the page repeats by itself (`key` says what is the same) does not count. */
  readonly begin: (
    kind: string,
    given: { limitMs: number; key?: string | undefined; delayMs?: number; isPoll?: boolean | undefined },
  ) => Activity;
  readonly end: (activity: Activity) => void;
  /** Notes what the page asks for; true when a timer of before the action does that was asked for before it, too. */
  readonly isPolling: (asked: string) => boolean;
  /** What hears next of the end of a promise belongs to the activity, if that is a poll. */
  readonly carryOn: (activity: Activity) => void;
  /** Runs a callback of the page as part of an activity. */
  readonly run: (activity: Activity, callback: unknown, self: unknown, args: unknown[]) => unknown;
  /** Whether what runs now, or ran so many milliseconds ago, was started before the action. */
  readonly isOldRunning: (graceMs: number) => boolean;
  readonly pending: () => string | undefined;
  readonly endedAt: () => number;
  /** Notes something after which the page may look otherwise. */
  readonly touch: () => void;
  /** How often {@link touch} was called. */
  readonly touches: () => number;
  /** Notes that a loop of the page goes on. */
  readonly noteLoop: () => void;
  readonly hasLoop: () => boolean;
  /** Replaces a function of the platform by one that looks the same. */
  readonly wrap: (owner: object, name: string, hook: Hook) => void;
  /** The same for the setter of an accessor. */
  readonly wrapSetter: (owner: object, name: string, hook: Hook) => void;
  readonly max: (...values: number[]) => number;
  readonly min: (...values: number[]) => number;
  /** Does what must never be noticed by the page. */
  readonly quietly: <T>(work: () => T) => T | undefined;
  readonly sourceOf: (callback: unknown) => string;
  readonly setTimeout: (callback: () => void, delayMs: number) => number;
  readonly requestFrame: (callback: () => void) => number;
  // biome-ignore format: one line each
  readonly uncurry: <A extends unknown[], R>(method: (...args: A) => R) => (self: unknown, ...args: A) => R;
  readonly listen: (target: EventTarget, type: string, listener: (event: Event) => void) => void;
  readonly getter: (owner: object | undefined, name: string) => ((self: unknown) => unknown) | undefined;
}

/** Makes the kit; runs in the page, and must stand alone. No prototype that the page can patch is used after it. */
export function makeKit(limits: TrackerLimits): TrackerKit {
  const { apply, defineProperty, getOwnPropertyDescriptor } = Reflect;
  const NativeProxy = Proxy;
  const { max, min } = Math;
  const { bind, call } = Function.prototype;
  const uncurry: TrackerKit['uncurry'] = apply(bind, bind, [call]);
  const now: () => number = apply(bind, performance.now, [performance]);
  const setTimer = apply(bind, window.setTimeout, [window]);
  const requestFrame = apply(bind, window.requestAnimationFrame, [window]);
  const addListener = uncurry(EventTarget.prototype.addEventListener);
  const mapGet = uncurry(Map.prototype.get);
  const mapSet = uncurry(Map.prototype.set);
  const then = uncurry(Promise.prototype.then as never);
  const resolved = Promise.resolve();
  const mapClear = uncurry(Map.prototype.clear);
  const setAdd = uncurry(Set.prototype.add);
  const setHas = uncurry(Set.prototype.has);
  const setDelete = uncurry(Set.prototype.delete);
  const setForEach = uncurry(Set.prototype.forEach);
  const weakGet = uncurry(WeakMap.prototype.get);
  const weakSet = uncurry(WeakMap.prototype.set);
  const slice = uncurry(String.prototype.slice);
  const toText = uncurry(Function.prototype.toString);
  const lookUpGetter = uncurry(
    (Object.prototype as { __lookupGetter__?: unknown }).__lookupGetter__ as (
      name: string,
    ) => (() => unknown) | undefined,
  );
  const eventOf = getOwnPropertyDescriptor(window, 'event')?.get;
  const trustOf = getOwnPropertyDescriptor(new Event('x'), 'isTrusted')?.get;
  const typeOf = getOwnPropertyDescriptor(Event.prototype, 'type')?.get;

  const pendings = new Set<Activity>();
  const firstSeen = new Map<string, number>();
  const recurrent = new Set<string>();
  /** In which epoch the page first asked for it. */
  const askedFirst = new Map<string, number>();
  const MAX_ASKED = 500;
  let askedCount = 0;
  /** So many reactions to promises follow one another between the answer to a poll and its next timer. */
  const REACTIONS = 10;
  let carried: Activity | undefined;
  const sources = new WeakMap<object, string>();
  const originals = new WeakMap<object, unknown>();
  const began = { epoch: 0, at: now(), isFresh: true };
  let running: Activity | undefined;
  const lastRun = { epoch: 0, at: Number.NEGATIVE_INFINITY };
  let endedAt = Number.NEGATIVE_INFINITY;
  let loopAt = Number.NEGATIVE_INFINITY;
  let touches = 0;

  function quietly<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch {
      return undefined;
    }
  }

  /** Whether a handler of the user's input runs: what it starts is never noise. */
  function isInInput(): boolean {
    const event = eventOf === undefined ? undefined : apply(eventOf, window, []);
    if (event === undefined || trustOf === undefined || typeOf === undefined) return false;
    const type = apply(typeOf, event, []);
    return apply(trustOf, event, []) === true && type !== 'load' && type !== 'message';
  }

  function counts(given: { key?: string | undefined; delayMs?: number }, chainMs: number): boolean {
    const { key, delayMs = 0 } = given;
    if (running !== undefined && (running.epoch < began.epoch || !running.counts)) return false;
    if (isInInput()) return true;
    if (running?.counts) return now() + delayMs - running.chainSince <= chainMs;
    if (key === undefined) return true;
    if (setHas(recurrent, key)) return false;
    const first = mapGet(firstSeen, key);
    if (first === undefined) mapSet(firstSeen, key, now());
    else if (now() + delayMs - first > chainMs) {
      setAdd(recurrent, key);
      return false;
    }
    return true;
  }

  function wrapped(target: object, hook: Hook): object {
    const proxy = new NativeProxy(target as (...args: unknown[]) => unknown, {
      apply(original, self, args: unknown[]) {
        const hooked = quietly(() => hook(self, args));
        if (hooked === undefined) return apply(original, self, args);
        let result: unknown;
        try {
          result = apply(original, self, hooked.args ?? args);
        } catch (error) {
          quietly(() => hooked.failed?.());
          throw error;
        }
        quietly(() => hooked.after?.(result));
        return result;
      },
    });
    weakSet(originals, proxy, target);
    return proxy;
  }

  const kit: TrackerKit = {
    limits,
    now,
    epoch: () => began.epoch,
    nextEpoch() {
      began.epoch += 1;
      began.at = now();
      began.isFresh = false;
      endedAt = Number.NEGATIVE_INFINITY;
      mapClear(firstSeen);
    },
    actionAt: () => began.at,
    isFresh: () => began.isFresh,
    begin(kind, given) {
      const chainMs = began.isFresh ? limits.loadChainMs : limits.chainMs;
      const activity: Activity = {
        kind,
        epoch: running?.epoch ?? began.epoch,
        since: now(),
        limitMs: given.limitMs,
        chainSince: running?.counts ? running.chainSince : now(),
        counts: counts(given, chainMs),
        isPoll: given.isPoll === true || (running !== undefined && running === carried),
      };
      if (activity.counts) setAdd(pendings, activity);
      return activity;
    },
    end(activity) {
      touches += 1;
      if (setDelete(pendings, activity) && activity.epoch === began.epoch) endedAt = now();
    },
    isPolling(asked) {
      if (isInInput()) return false;
      const first = mapGet(askedFirst, asked);
      if (first === undefined && askedCount < MAX_ASKED) {
        askedCount += 1;
        mapSet(askedFirst, asked, began.epoch);
      }
      const isOld = running !== undefined && running.epoch < began.epoch;
      return isOld && first !== undefined && first < began.epoch;
    },
    carryOn(activity) {
      // No script runs when a promise ends.
      if (running !== carried) return;
      carried = activity.isPoll && activity.epoch < began.epoch ? activity : undefined;
      running = carried;
      let left = REACTIONS;
      const next = (): void => {
        left -= 1;
        if (running !== activity || carried !== activity) return;
        if (left > 0) then(resolved, next);
        else running = carried = undefined;
      };
      next();
    },
    run(activity, callback, self, args) {
      touches += 1;
      const outer = running;
      // What goes on for longer than an interval is waited for is a loop.
      const isLoop = activity.kind === 'interval' && now() - activity.since > activity.limitMs;
      running = isLoop ? { ...activity, counts: false } : activity;
      try {
        return apply(callback as () => unknown, self, args);
      } finally {
        running = outer;
        lastRun.epoch = activity.counts && !isLoop ? activity.epoch : -1;
        lastRun.at = now();
      }
    },
    isOldRunning(graceMs) {
      if (running !== undefined && running !== carried) return !running.counts || running.epoch < began.epoch;
      return lastRun.epoch < began.epoch && now() - lastRun.at < graceMs;
    },
    pending() {
      let kind: string | undefined;
      const at = now();
      setForEach(pendings, (activity: Activity) => {
        if (activity.epoch < began.epoch || at - activity.since > activity.limitMs)
          setDelete(pendings, activity);
        else kind = activity.kind;
      });
      return kind;
    },
    endedAt: () => endedAt,
    touch() {
      touches += 1;
    },
    touches: () => touches,
    noteLoop() {
      loopAt = now();
    },
    hasLoop: () => now() - loopAt < 2_000,
    wrap(owner, name, hook) {
      quietly(() => {
        const own = getOwnPropertyDescriptor(owner, name);
        if (typeof own?.value !== 'function' || own.configurable !== true) return;
        own.value = wrapped(own.value, hook);
        defineProperty(owner, name, own);
      });
    },
    wrapSetter(owner, name, hook) {
      quietly(() => {
        const own = getOwnPropertyDescriptor(owner, name);
        if (typeof own?.set !== 'function' || own.configurable !== true) return;
        own.set = wrapped(own.set, hook) as (value: unknown) => void;
        defineProperty(owner, name, own);
      });
    },
    max,
    min,
    quietly,
    sourceOf(callback) {
      if (typeof callback !== 'function') return slice(`${callback}`, 0, 300);
      const known = weakGet(sources, callback);
      if (known !== undefined) return known;
      const source = slice(toText(callback), 0, 300);
      weakSet(sources, callback, source);
      return source;
    },
    setTimeout: setTimer,
    requestFrame,
    uncurry,
    listen: (target, type, listener) => {
      quietly(() => addListener(target, type, listener, { capture: true, passive: true }));
    },
    getter: (owner, name) => {
      const get = owner === undefined ? undefined : lookUpGetter(owner, name);
      return get === undefined ? undefined : uncurry(get);
    },
  };
  // A function that was replaced still prints as itself.
  const printing = getOwnPropertyDescriptor(Function.prototype, 'toString');
  if (printing?.configurable) {
    const proxy = new NativeProxy(printing.value as () => string, {
      apply: (original, self, args) => apply(original, weakGet(originals, self) ?? self, args as []),
    });
    weakSet(originals, proxy, printing.value);
    defineProperty(Function.prototype, 'toString', { ...printing, value: proxy });
  }
  return kit;
}
