import type { Activity, TrackerKit } from './kit.ts';

/** Follows timers and frames; runs in the page, and must stand alone. */
export function trackTimers(kit: TrackerKit): void {
  const { limits } = kit;
  const active = new Map<number, Activity>();
  const get = kit.uncurry(active.get);
  const set = kit.uncurry(active.set);
  const remove = kit.uncurry(active.delete);

  function delayOf(given: unknown): number {
    const delay = Number(given);
    return delay > 0 ? kit.min(delay, 2 ** 31) : 0;
  }

  /** The arguments with another first one. Spreading would use an iterator that the page may have replaced. */
  function passing(first: unknown, args: unknown[]): unknown[] {
    const passed: unknown[] = [first];
    for (let index = 1; index < args.length; index += 1) passed[index] = args[index];
    return passed;
  }

  kit.wrap(window, 'setTimeout', (_self, args) => {
    const delayMs = delayOf(args[1]);
    const key = `${delayMs}:${kit.sourceOf(args[0])}`;
    const activity = kit.begin(delayMs > limits.timerMs ? 'later' : 'timer', {
      limitMs: delayMs > limits.timerMs ? -1 : delayMs + 500,
      key,
      delayMs,
    });
    if (!activity.counts && delayMs < 1_500) kit.noteLoop();
    let id = 0;
    const handler = args[0];
    // Text is left to the browser, which asks the page's policy; another timer of the same delay notes its end.
    if (typeof handler !== 'function') {
      return {
        after: (result) => {
          set(active, Number(result), activity);
          kit.setTimeout(() => kit.end(activity), delayMs);
        },
      };
    }
    const run = function (this: unknown, ...values: unknown[]): unknown {
      remove(active, id);
      kit.end(activity);
      return kit.run(activity, handler, this, values);
    };
    return {
      args: passing(run, args),
      after: (result) => {
        id = Number(result);
        set(active, id, activity);
      },
    };
  });

  kit.wrap(window, 'setInterval', (_self, args) => {
    const periodMs = delayOf(args[1]);
    const chainMs = kit.isFresh() ? limits.loadChainMs : limits.chainMs;
    const activity = kit.begin('interval', {
      limitMs: periodMs > chainMs ? -1 : chainMs,
      key: `${periodMs}:${kit.sourceOf(args[0])}`,
      delayMs: periodMs,
    });
    const handler = args[0];
    const after = (result: unknown): void => {
      set(active, Number(result), activity);
    };
    if (typeof handler !== 'function') return { after };
    const run = function (this: unknown, ...values: unknown[]): unknown {
      if (periodMs < 1_500) kit.noteLoop();
      return kit.run(activity, handler, this, values);
    };
    return { args: passing(run, args), after };
  });

  function forget(_self: unknown, args: unknown[]): undefined {
    const id = Number(args[0]);
    const activity = get(active, id) as Activity | undefined;
    if (activity === undefined) return;
    remove(active, id);
    kit.end(activity);
  }
  kit.wrap(window, 'clearTimeout', forget);
  kit.wrap(window, 'clearInterval', forget);

  const frames = new Map<number, Activity>();
  kit.wrap(window, 'requestAnimationFrame', (_self, args) => {
    const handler = args[0];
    if (typeof handler !== 'function') return undefined;
    const activity = kit.begin('frame', { limitMs: 300, key: `frame:${kit.sourceOf(handler)}` });
    if (!activity.counts) kit.noteLoop();
    let id = 0;
    const run = function (this: unknown, at: number): unknown {
      remove(frames, id);
      kit.end(activity);
      return kit.run(activity, handler, this, [at]);
    };
    return {
      args: [run],
      after: (result) => {
        id = Number(result);
        set(frames, id, activity);
      },
    };
  });
  kit.wrap(window, 'cancelAnimationFrame', (_self, args) => {
    const activity = get(frames, Number(args[0])) as Activity | undefined;
    if (activity !== undefined) kit.end(activity);
    remove(frames, Number(args[0]));
    return undefined;
  });
}
