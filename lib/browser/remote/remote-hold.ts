import type { BrowserContext } from 'playwright-core';
import { type Deferred, deferred } from '../../core/async.ts';

/**
 * Says that a person has this browser from elsewhere: what it shows beside its pages, such as dialogs, nobody sees then, even where it has a
 * window.
 */
export function holdRemotely(context: BrowserContext): Disposable {
  const hold = holdOf(context);
  hold.count += 1;
  hold.begun.resolve();
  let isOver = false;
  return {
    [Symbol.dispose]: () => {
      if (isOver) return;
      isOver = true;
      hold.count -= 1;
      if (hold.count === 0) holds.delete(context);
    },
  };
}

export function isHeldRemotely(context: BrowserContext): boolean {
  return holdOf(context).count > 0;
}

/** Resolves when a person takes it from elsewhere. */
export function untilHeldRemotely(context: BrowserContext): Promise<void> {
  return holdOf(context).begun.promise;
}

const holds = new WeakMap<BrowserContext, RemoteHold>();

interface RemoteHold {
  count: number;
  readonly begun: Deferred<void>;
}

function holdOf(context: BrowserContext): RemoteHold {
  const hold = holds.get(context) ?? { count: 0, begun: deferred<void>() };
  holds.set(context, hold);
  return hold;
}
