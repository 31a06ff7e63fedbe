import type { TakeOverRequest } from '../human-request.ts';

/** Hears when no tab of the session is open any more, which nobody can mend from elsewhere. A page may close the last one before it opens another. */
export function watchForNoTab(pages: TakeOverRequest['pages'], onNone: (error: Error) => void): Disposable {
  let times = 0;
  const timer = setInterval(() => {
    times = pages().length === 0 ? times + 1 : 0;
    if (times < MOST_TIMES) return;
    clearInterval(timer);
    onNone(new Error('The browser has no open tab: the last one was closed while a person had it'));
  }, LOOK_MS);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}

const LOOK_MS = 1_000;
const MOST_TIMES = 3;
