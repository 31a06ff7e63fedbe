import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { settles } from './async.ts';
import { messageOf } from './errors.ts';

/**
 * Ends something on every signal, also when the program listens to signals itself and goes on.
 *
 * @param end gets called at once; what it throws becomes a warning
 * @returns a function that stops watching
 */
export function endOnSignals(end: End): () => void {
  return watch(endedOnEverySignal, { end });
}

/**
 * Closes the browser when a signal ends the process, so that no process and no profile is left.
 * When the program listens to the signal itself, it decides, and nothing is done here.
 *
 * @param close gets called when the program's runs have ended; what it throws becomes a warning
 * @param closeNow gets called when nobody waits any longer, for what can be done without waiting: at a second signal, or
 * when closing takes too long
 * @returns a function that stops watching
 */
export function closeOnSignals(close: End, closeNow: () => void = () => {}): () => void {
  return watch(endedWithProcess, { end: close, endNow: closeNow });
}

/** Signals by which people, shells and supervisors end a process. */
export const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
export type EndSignal = (typeof END_SIGNALS)[number];

type End = (signal: EndSignal) => Promise<unknown>;

/** How long all runs together may take to end, and then all browsers, before the process is ended all the same. */
export const END_TIMEOUT_MS = 15_000;

/** One Ctrl-C may arrive twice, when npm or a shell in between passes it on; later it is a second one. */
export const SAME_KEY_PRESS_MS = 1_000;

interface Entry {
  readonly end: End;
  readonly endNow?: () => void;
}

const endedOnEverySignal = new Set<Entry>();
const endedWithProcess = new Set<Entry>();
let endingSince: number | undefined;

function watch(set: Set<Entry>, entry: Entry): () => void {
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
    if (isSecond && isOurs(signal)) void endProcess(signal);
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
    await endProcess(signal);
  }
  endingSince = undefined;
  if (!isWatching()) stopListening();
}

async function endAll(set: ReadonlySet<Entry>, signal: EndSignal): Promise<void> {
  const work = [...set].map(async ({ end }) => {
    try {
      await end(signal);
    } catch (error) {
      warn(`After ${signal}, something could not be ended: ${messageOf(error)}`);
    }
  });
  if (!(await settles(Promise.all(work), END_TIMEOUT_MS)))
    warn(`After ${signal}, not everything has ended within ${END_TIMEOUT_MS / 1000} s.`);
}

function warn(text: string): void {
  process.emitWarning(text, { type: 'NovaActWarning' });
}

/** Whether nobody else listens, so that ending the process is left to us. */
function isOurs(signal: EndSignal): boolean {
  return process.listenerCount(signal) === 1;
}

/** Sent again without our listener, the signal ends the process with the status that shells expect. */
async function endProcess(signal: EndSignal): Promise<void> {
  for (const { endNow } of endedWithProcess) endNow?.();
  // Warnings are printed, and a browser's other folders removed, a little later.
  await sleep(100);
  for (const name of END_SIGNALS) process.off(name, onSignal);
  process.kill(process.pid, signal);
  // The first process of a container gets no signal that it does not listen to.
  setTimeout(() => process.exit(128 + os.constants.signals[signal]), 500);
}
