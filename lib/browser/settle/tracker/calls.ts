import type { Activity, TrackerKit } from './kit.ts';

/** What scripts of a page asked of the browser. */
export interface CallLog {
  readonly hasChannels: () => boolean;
  /** Follows all of the platform; costs some 20 ms, so it waits until a script hears of an action. */
  readonly followAll: () => void;
}

/**
 * Follows what scripts ask of the browser and will be answered later, by three signs that hold for all of it: a call gives
 * a promise, takes a callback, or concerns something whose events the page listens to. Runs in the page, and must stand alone.
 */
export function trackCalls(kit: TrackerKit): CallLog {
  const { limits } = kit;
  /** Followed from the beginning, since documents use these while they are loaded. */
  const COMMON = [
    'Worker',
    'SharedWorker',
    'MessagePort',
    'BroadcastChannel',
    'WebSocket',
    'EventSource',
    'ServiceWorker',
    'ServiceWorkerContainer',
    'XMLHttpRequest',
    'XMLHttpRequestEventTarget',
    'FileReader',
    'IDBRequest',
    'IDBOpenDBRequest',
    'IDBTransaction',
    'IDBFactory',
    'Response',
    'Blob',
    'ReadableStream',
    'ReadableStreamDefaultReader',
    'SubtleCrypto',
    'Scheduler',
    'Geolocation',
    'LockManager',
    'Cache',
    'CacheStorage',
    'AudioScheduledSourceNode',
    'HTMLCanvasElement',
    'HTMLImageElement',
  ];
  /** Interfaces that do nothing later, or whose functions are called so often that following them would be felt. */
  const HOT =
    /^(SVG|CSS|WebGL|Math|DOM|Canvas|Path2D|Image|Intl|Node|Element|HTMLElement|Document|DocumentFragment|ShadowRoot|Text|Character|Comment|Attr|Range|StaticRange|AbstractRange|Selection|XPath|StyleSheet|Object|Function|String|Number|Boolean|Symbol|BigInt|Map|Set|Weak|Promise|Proxy|RegExp|Date|Array|DataView|Iterator|Performance|URL|Headers|Form|Storage|Named|Tree|Event$|EventTarget|Window|Location|Token|Touch|Mutation|Resize|Intersection|Abort|Final|Option|Custom|Media(Query)?List|TaskSignal|Headers|Navigation|History|Screen|VisualViewport|IDB(Key|Cursor)|Text(En|De)coder)|(Array|Error|Event|Collection|List|Entry|Init|Rule|Observer|Map|Attribute)$/;
  const HOT_OF_WINDOW =
    /^(set(Timeout|Interval)|clear|requestAnimation|cancel|getComputed|getSelection|matchMedia|scroll|move|resize|alert|confirm|prompt|print|focus|blur|open|close|stop|find|atob|btoa|structuredClone|reportError|queueMicrotask|fetch|eval|parse|isNaN|isFinite|escape|unescape|decode|encode|capture|release|[A-Z])/;
  /** They take a listener for good, or do not use what they take. */
  const KEEPS =
    /listener|observe|subscribe|handler|define|register|watch|forEach|^(on|off|dispatchEvent|constructor)$/i;
  const ENDS = /^(close|terminate|abort|disconnect|cancel|unregister|clear)/;
  /** Events that tell of the surroundings, or that something has begun. */
  const NO_ANSWER =
    /^(change|abort|resize|orientation|visibility|voiceschanged|versionchange|close|statechange|controllerchange|updatefound|open|readystatechange|progress|loadstart|start|upgradeneeded|blocked|connect|online|offline|addtrack|removetrack|mute|unmute|cancel|dispose|toggle|devicechange|levelchange|navigate|currententrychange|scroll)/;

  interface Channel {
    waiting: Activity | undefined;
    answers: number;
    lastAt: number;
    hears: Record<string, true>;
    isSubscribed: boolean;
  }
  const channels = new WeakMap<object, Channel>();
  const getChannel = kit.uncurry(channels.get);
  const setChannel = kit.uncurry(channels.set);
  const exec = kit.uncurry(RegExp.prototype.exec);
  const then = kit.uncurry(Promise.prototype.then as (...done: unknown[]) => unknown);
  const isTarget = kit.uncurry(Object.prototype.isPrototypeOf as never) as (
    self: unknown,
    of: unknown,
  ) => boolean;
  const followed = new WeakMap<object, true>();
  const getFollowed = kit.uncurry(followed.get);
  const setFollowed = kit.uncurry(followed.set);
  const { Promise: NativePromise, EventTarget: NativeTarget, Node: NativeNode } = window;
  const { getOwnPropertyDescriptor, ownKeys } = Reflect;
  const { min, max } = kit;
  let openChannels = 0;
  /** Messages that were sent to somebody who may answer elsewhere. */
  let sent: Activity | undefined;

  const answerMs = (): number => (kit.isFresh() ? limits.loadAnswerMs : limits.answerMs);

  function channelOf(target: object): Channel {
    let channel = getChannel(channels, target) as Channel | undefined;
    if (channel === undefined) {
      channel = { waiting: undefined, answers: 0, lastAt: kit.now(), hears: {}, isSubscribed: false };
      setChannel(channels, target, channel);
    }
    return channel;
  }

  function expect(channel: Channel, name: string): void {
    if (channel.waiting !== undefined) kit.end(channel.waiting);
    channel.waiting = kit.begin('answer', { limitMs: answerMs(), key: `expect:${name}` });
    channel.lastAt = kit.now();
    channel.answers = 0;
  }

  function answered(channel: Channel, type: string): void {
    if (sent !== undefined) kit.end(sent);
    sent = undefined;
    const before = channel.waiting;
    if (before === undefined) return;
    kit.end(before);
    channel.waiting = undefined;
    channel.answers += 1;
    const gapMs = kit.now() - channel.lastAt;
    channel.lastAt = kit.now();
    if (!before.counts || before.epoch !== kit.epoch()) return;
    if (kit.now() - before.chainSince > limits.chainMs) return;
    // More may follow, at about the same pace.
    const paceMs = min(max(1.3 * gapMs, 200), channel.answers === 1 ? 500 : 1_000);
    const graceMs = type === 'message' ? paceMs : 100;
    kit.run(before, () => (channel.waiting = kit.begin('stream', { limitMs: graceMs })), undefined, []);
  }

  /** The page listens to a target that is no node. */
  function subscribed(target: object, type: string): void {
    if (exec(NO_ANSWER, type) !== null) return;
    const channel = channelOf(target);
    if (channel.hears[type]) return;
    channel.hears[type] = true;
    kit.listen(target as EventTarget, type, () => {
      kit.touch();
      kit.quietly(() => {
        if (type === 'error') channel.waiting = undefined;
        answered(channel, type);
      });
    });
    if (type === 'error') return;
    if (!channel.isSubscribed) expect(channel, `subscription:${type}`);
    channel.isSubscribed = true;
    if (type === 'message' && !(target instanceof MessagePort)) openChannels += 1;
  }

  function isOther(target: unknown): target is object {
    return (
      typeof target === 'object' &&
      target !== null &&
      isTarget(NativeTarget.prototype, target) &&
      !isTarget(NativeNode.prototype, target) &&
      target !== window
    );
  }

  function called(
    self: unknown,
    name: string,
    args: unknown[],
    isPoll = false,
  ): { args?: unknown[]; after?: (result: unknown) => void } | undefined {
    if (exec(KEEPS, name) !== null || name === 'addEventListener' || name === 'removeEventListener')
      return undefined;
    const channel = isOther(self) ? channelOf(self) : undefined;
    if (exec(ENDS, name) !== null) {
      if (channel?.waiting !== undefined) kit.end(channel.waiting);
      if (channel !== undefined) channel.waiting = undefined;
      return undefined;
    }
    if (channel?.isSubscribed) expect(channel, name);
    else if (channel !== undefined && (name === 'postMessage' || name === 'send')) {
      if (sent !== undefined) kit.end(sent);
      sent = kit.begin('answer', { limitMs: 1_500, key: `sent:${name}` });
    }
    const passed = withCallbacks(name, args);
    return {
      ...(passed === undefined ? {} : { args: passed }),
      after: (result) => {
        if (typeof result !== 'object' || result === null) return;
        if (!isTarget(NativePromise.prototype, result)) return;
        const activity = kit.begin('promise', { limitMs: answerMs(), key: `call:${name}`, isPoll });
        const done = (): void => {
          kit.end(activity);
          kit.carryOn(activity);
        };
        then(result, done, done);
      },
    };
  }

  /** Callbacks that a function takes are called later, once or more. */
  function withCallbacks(name: string, args: unknown[]): unknown[] | undefined {
    let passed: unknown[] | undefined;
    let activity: Activity | undefined;
    for (let index = 0; index < args.length; index += 1) {
      const callback = args[index];
      if (typeof callback !== 'function' || exec(/^class\b/, kit.sourceOf(callback)) !== null) continue;
      // One of them is called, if there are several.
      activity ??= kit.begin('callback', { limitMs: answerMs(), key: `callback:${name}` });
      const awaited = activity;
      if (passed === undefined) {
        passed = [];
        for (let at = 0; at < args.length; at += 1) passed[at] = args[at];
      }
      passed[index] = function (this: unknown, ...values: unknown[]): unknown {
        kit.end(awaited);
        return kit.run(awaited, callback, this, values);
      };
    }
    return passed;
  }

  /** Each round may have another number in its query. What is asked for by an object is not looked into. */
  function isPoll(args: unknown[]): boolean {
    const [address, init] = args;
    if (typeof address !== 'string') return false;
    const body =
      typeof init === 'object' && init !== null ? getOwnPropertyDescriptor(init, 'body')?.value : '';
    if (body !== undefined && typeof body !== 'string') return false;
    return kit.isPolling(`${exec(/^[^?#]*/, address)?.[0]} ${body ?? ''}`);
  }

  function followFunctions(owner: object, skip: RegExp | undefined): void {
    if (getFollowed(followed, owner)) return;
    setFollowed(followed, owner, true);
    const isTargetLike = isTarget(NativeTarget.prototype, owner) && !isTarget(NativeNode.prototype, owner);
    const names = ownKeys(owner);
    for (let index = 0; index < names.length; index += 1) {
      const name = names[index];
      if (typeof name !== 'string' || name === 'constructor') continue;
      if (skip !== undefined && exec(skip, name) !== null) continue;
      const own = getOwnPropertyDescriptor(owner, name);
      if (typeof own?.value === 'function') {
        kit.wrap(owner, name, (self, args) => called(self, name, args));
      } else if (isTargetLike && own?.set !== undefined && exec(/^on/, name) !== null) {
        kit.wrapSetter(owner, name, (self, args) => {
          const isSet = typeof args[0] === 'function';
          return isSet
            ? { after: () => subscribed(self as object, exec(/^on(.*)/, name)?.[1] ?? '') }
            : undefined;
        });
      }
    }
  }

  function followInterface(name: string): void {
    kit.quietly(() => {
      const found: unknown = getOwnPropertyDescriptor(window, name)?.value;
      if (typeof found !== 'function') return;
      const { prototype } = found as { prototype?: object };
      if (typeof prototype === 'object') followFunctions(prototype, undefined);
    });
  }

  for (let index = 0; index < COMMON.length; index += 1) followInterface(`${COMMON[index]}`);
  // What `for await` reads a stream with has no name.
  kit.quietly(() => {
    const values = Reflect.get(ReadableStream.prototype, 'values') as () => object;
    const iterator = Reflect.getPrototypeOf(Reflect.apply(values, new ReadableStream(), []));
    if (iterator !== null) followFunctions(iterator, undefined);
  });
  kit.wrap(window, 'fetch', (self, args) => called(self, 'fetch', args, isPoll(args)));
  kit.wrap(window, 'requestIdleCallback', (self, args) => called(self, 'requestIdleCallback', args));
  kit.wrap(window, 'createImageBitmap', (self, args) => called(self, 'createImageBitmap', args));
  kit.quietly(() => followFunctions(WebAssembly, undefined));
  kit.wrap(NativeTarget.prototype, 'addEventListener', (self, args) => {
    if (!isOther(self)) return undefined;
    return { after: () => subscribed(self, `${args[0]}`) };
  });

  let followsAll = false;
  return {
    hasChannels: () => openChannels > 0,
    followAll() {
      if (followsAll) return;
      followsAll = true;
      setFollowed(followed, window, false as never);
      const names = ownKeys(window);
      for (let index = 0; index < names.length; index += 1) {
        const name = names[index];
        if (typeof name === 'string' && exec(/^[A-Z]/, name) !== null && exec(HOT, name) === null)
          followInterface(name);
      }
      kit.quietly(() => followFunctions(window, HOT_OF_WINDOW));
    },
  };
}
