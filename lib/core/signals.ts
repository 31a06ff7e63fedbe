import os from 'node:os';
import { within } from './async.ts';

/**
 * Ends something on every signal, also when the program listens to signals itself and goes on.
 *
 * @param end gets called at once; nothing that it throws is reported
 * @returns a function that stops watching
 */
export function endOnSignals(end: End): () => void {
  return watch(endedOnEverySignal, end);
}

/**
 * Closes the browser when a signal ends the process, so that no process and no profile is left.
 * When the program listens to the signal itself, it decides, and nothing is done here.
 *
 * @returns a function that stops watching
 */
export function closeOnSignals(close: End): () => void {
  return watch(endedWithProcess, close);
}

/** Signals by which people, shells and supervisors end a process. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof END_SIGNALS)[number];

type End = (signal: EndSignal) => Promise<unknown>;

/** How long everything together may take to end before the process is ended all the same. */
export const END_TIMEOUT_MS = 15_000;

/** One Ctrl-C may arrive twice, when npm or a shell in between passes it on; later it is a second one. */
export const SAME_KEY_PRESS_MS = 1_000;

const endedOnEverySignal = new Set<End>();
const endedWithProcess = new Set<End>();
let endingSince: number | undefined;

function watch(set: Set<End>, end: End): () => void {
  // Not the given function itself: the same one may be given twice.
  const entry: End = (signal) => end(signal);
  if (!isWatching()) for (const signal of END_SIGNALS) process.on(signal, onSignal);
  set.add(entry);
  return () => {
    if (set.delete(entry) && !isWatching()) stopListening();
  };
}

function isWatching(): boolean {
  return endedOnEverySignal.size + endedWithProcess.size > 0;
}

function stopListening(): void {
  // Until the process has ended, the second Ctrl-C must find us, too.
  if (endingSince !== undefined) return;
  for (const signal of END_SIGNALS) process.off(signal, onSignal);
}

function onSignal(signal: EndSignal): void {
  if (endingSince !== undefined) {
    const isSecond = performance.now() - endingSince > SAME_KEY_PRESS_MS;
    if (isSecond && isOurs(signal)) endProcess(signal);
    return;
  }
  endingSince = performance.now();
  void endEverything(signal);
}

async function endEverything(signal: EndSignal): Promise<void> {
  // Asked now: a program that listens only until the signal came has decided, too.
  const decides = isOurs(signal);
  await endAll(endedOnEverySignal, signal);
  if (decides) {
    await endAll(endedWithProcess, signal);
    endProcess(signal);
  }
  endingSince = undefined;
  if (!isWatching()) stopListening();
}

async function endAll(set: ReadonlySet<End>, signal: EndSignal): Promise<void> {
  const work = Promise.allSettled([...set].map(async (end) => end(signal)));
  await within({ work, timeoutMs: END_TIMEOUT_MS, fallback: undefined });
}

/** Whether nobody else listens, so that ending the process is left to us. */
function isOurs(signal: EndSignal): boolean {
  return process.listenerCount(signal) === 1;
}

/** Sent again without our listener, the signal ends the process with the status that shells expect. */
function endProcess(signal: EndSignal): void {
  for (const name of END_SIGNALS) process.off(name, onSignal);
  process.kill(process.pid, signal);
  // The first process of a container gets no signal that it does not listen to.
  setTimeout(() => process.exit(128 + os.constants.signals[signal]), 500);
}
