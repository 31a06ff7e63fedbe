import { type Browser, defaultBrowser, type OpenBrowser } from '../browser/index.ts';
import { abortable, settles } from '../core/async.ts';

/** A browser that is started before somebody asks for one. */
export interface ReadyBrowser {
  /** Hands out the started browser once, with its fresh profile; after that, each `open()` starts one. */
  readonly browser: Browser;
  /** Closes the started browser if nobody has taken it. */
  close(): Promise<void>;
}

/**
 * Starts a browser in the background, so that the first session does not wait for it: while it starts, the payload is
 * read, the workflow's modules are loaded, and the run is created.
 *
 * A browser that does not start is no error here: whoever opens one then hears why.
 */
export function startBrowser(options: {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Hears what is worth knowing but no error, such as a missing sandbox. */
  readonly onNotice: (text: string) => void;
}): ReadyBrowser {
  const plain = defaultBrowser(options);
  let waiting: Promise<OpenBrowser | undefined> | undefined = plain.open().catch(() => undefined);
  const take = (): Promise<OpenBrowser | undefined> | undefined => {
    const taken = waiting;
    waiting = undefined;
    return taken;
  };
  return {
    browser: {
      kind: plain.kind,
      async open(openOptions = {}) {
        const { signal } = openOptions;
        signal?.throwIfAborted();
        const started = take();
        if (started === undefined) return plain.open(openOptions);
        try {
          const opened = await abortable(started, signal);
          if (opened !== undefined && (await isWell(opened))) return opened;
          // Nobody waits until a browser that hangs has been ended.
          void opened?.close();
        } catch (error) {
          void started.then((late) => late?.close());
          throw error;
        }
        return plain.open(openOptions);
      },
    },
    async close() {
      const opened = await take();
      await opened?.close();
    },
  };
}

/** Whether a browser that has waited can be used: it may have ended, or hang. */
async function isWell(opened: OpenBrowser): Promise<boolean> {
  try {
    return await settles(opened.page().evaluate('1'), WELL_TIMEOUT_MS);
  } catch {
    // It, or its page, has ended.
    return false;
  }
}

const WELL_TIMEOUT_MS = 2_000;
