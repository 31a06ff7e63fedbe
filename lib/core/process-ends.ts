import { within } from './async.ts';
import { END_TIMEOUT_MS } from './signals.ts';

/**
 * Watches for the ends of the process that are no signals. Programs that listen to `uncaughtException` themselves decide
 * alone what becomes of one.
 *
 * @returns a function that stops watching
 */
export function watchProcessEnds(watcher: ProcessEndWatcher): () => void {
  if (watchers.size === 0) {
    process.on('uncaughtExceptionMonitor', onCrash);
    process.on('beforeExit', onIdle);
    process.on('exit', onExit);
  }
  // Not the given object itself: the same one may be given twice.
  const entry = { ...watcher };
  watchers.add(entry);
  return () => {
    if (!watchers.delete(entry) || watchers.size > 0) return;
    process.off('uncaughtExceptionMonitor', onCrash);
    process.off('beforeExit', onIdle);
    process.off('exit', onExit);
  };
}

/** What is done at an end. */
export interface ProcessEndWatcher {
  /** Nobody catches an exception, or the rejection of a promise. Node's message and exit code follow when this is done. */
  readonly crashed: (error: unknown) => Promise<unknown>;
  /** Nothing is left that could go on: what the program waits for never comes. @returns whether that is a failure */
  readonly idle: () => Promise<boolean>;
  /** `process.exit` was called: nothing but a line on stderr is possible any more. */
  readonly exiting: () => string;
}

const watchers = new Set<ProcessEndWatcher>();

let isCrashing = false;

/**
 * Node asks for listeners only after this, so that one can be added when there is no other. With a listener from the
 * beginning, libraries that end the process only when they are alone would leave it running.
 *
 * @see https://nodejs.org/api/process.html#event-uncaughtexceptionmonitor
 */
function onCrash(): void {
  const isTaken = process.listenerCount('uncaughtException') > 0;
  if (isCrashing || isTaken || process.hasUncaughtExceptionCaptureCallback()) return;
  isCrashing = true;
  process.once('uncaughtException', (error) => void endByCrash(error));
}

async function endByCrash(error: unknown): Promise<void> {
  // Others follow from this one, such as what canceled runs throw. Node would not have lived to see them.
  const passOver = (): void => {};
  process.on('uncaughtException', passOver);
  const work = Promise.allSettled([...watchers].map(async ({ crashed }) => await crashed(error)));
  await within({ work, timeoutMs: END_TIMEOUT_MS, fallback: undefined });
  setImmediate(() => {
    process.off('uncaughtException', passOver);
    throw error; // What the program has thrown; where, the stack says.
  });
}

/** Emitted again when what is done here is done, until nobody watches any more. */
function onIdle(): void {
  for (const { idle } of watchers) {
    idle().then(
      (isFailure) => {
        // Node's own code, 13, goes first when a module waits at its top level.
        if (isFailure) process.once('exit', failUnlessFailed);
      },
      () => {},
    );
  }
}

function failUnlessFailed(): void {
  process.exitCode ||= 1;
}

function onExit(): void {
  for (const { exiting } of watchers) process.stderr.write(`${exiting()}\n`);
}
