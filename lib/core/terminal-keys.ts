import { execFileSync } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import tty from 'node:tty';
import { endOnSignals } from './signals.ts';

/**
 * Hears of one key of the terminal, at once and without Enter, while nobody else reads what is typed: the program (by
 * `process.stdin`), and whoever has it by {@link takeTerminal}, come first. What else is typed meanwhile is kept for the program. Ctrl-C,
 * Ctrl-Z and Ctrl-\ do what they always do.
 *
 * Nothing happens where there is no terminal, in the background, and on Windows.
 *
 * @param key - the character that the terminal sends, such as `\x18` for Ctrl-X
 * @returns a function that stops it and leaves the terminal as it was
 */
export function onTerminalKey(key: string, pressed: () => void): () => void {
  const entry = { key, pressed };
  entries.add(entry);
  if (entries.size === 1) begin();
  return () => {
    if (entries.delete(entry) && entries.size === 0) end();
  };
}

/**
 * Keeps the terminal for somebody who is asked something, until it is disposed of: no key that is typed goes to
 * {@link onTerminalKey} then.
 */
export function takeTerminal(): Disposable {
  takers += 1;
  update();
  let isOver = false;
  return {
    [Symbol.dispose]: () => {
      if (isOver) return;
      isOver = true;
      takers -= 1;
      update();
    },
  };
}

interface Entry {
  readonly key: string;
  readonly pressed: () => void;
}

const entries = new Set<Entry>();
let takers = 0;
/** A signal was asked for, or the program has begun to read. */
let hasGivenWay = false;
let reader: tty.ReadStream | undefined;
let typed: Buffer[] = [];
let unwatchSignals: (() => void) | undefined;

function begin(): void {
  if (process.platform === 'win32' || !tty.isatty(0)) return;
  hasGivenWay = false;
  process.stdin.on('newListener', onNewListener).on('pause', onPause);
  process.on('SIGCONT', comeBack);
  // A process that a signal ends has no other moment to do it.
  unwatchSignals = endOnSignals(async () => giveWay());
  update();
}

function end(): void {
  if (unwatchSignals === undefined) return;
  unwatchSignals();
  unwatchSignals = undefined;
  process.off('SIGCONT', comeBack);
  process.stdin.off('newListener', onNewListener).off('pause', onPause);
  update();
}

function giveWay(): void {
  hasGivenWay = true;
  update();
}

function comeBack(): void {
  hasGivenWay = false;
  update();
}

/** Before the program has changed anything of the terminal itself. */
function onNewListener(event: string | symbol): void {
  if (event === 'data' || event === 'readable' || event === 'keypress') giveWay();
}

/** Whoever has read sets the terminal back right after this. */
function onPause(): void {
  setImmediate(comeBack);
}

function update(): void {
  const isWanted = unwatchSignals !== undefined && takers === 0 && !hasGivenWay;
  if (reader === undefined) {
    if (isWanted && !isProgramReading() && isInForeground()) reader = open();
  } else if (!isWanted) {
    close(reader);
  }
}

/** A stream of its own: one that the program has not begun to read stays as it is. */
function open(): tty.ReadStream | undefined {
  try {
    const opened = new tty.ReadStream(openSync('/dev/tty', 'r'));
    opened.on('error', giveWay).on('data', onData).setRawMode(true).unref();
    return opened;
  } catch {
    // There is a terminal, but it is not ours to read.
    return undefined;
  }
}

function close(opened: tty.ReadStream): void {
  reader = undefined;
  // One that is gone has nothing to be set back.
  if (!opened.destroyed) opened.setRawMode(false).destroy();
  if (typed.length > 0) process.stdin.unshift(Buffer.concat(typed));
  typed = [];
}

function onData(data: Buffer): void {
  const text = data.toString('latin1');
  const keys = [...entries].filter(({ key }) => text.includes(key));
  const signals = SIGNAL_KEYS.filter(([key]) => text.includes(key));
  const taken = [...keys.map(({ key }) => key), ...signals.map(([key]) => key)];
  const rest = taken.reduce((left, key) => left.replaceAll(key, ''), text);
  // As it would have come without this.
  if (rest !== '') typed.push(Buffer.from(rest.replaceAll('\r', '\n'), 'latin1'));
  for (const { pressed } of keys) pressed();
  if (signals.length > 0) giveWay();
  // To all processes that the terminal would send it to.
  for (const [, signal] of signals) process.kill(0, signal);
}

/** What terminals make signals of, which they do not while keys are read one by one. */
const SIGNAL_KEYS = [
  ['\x03', 'SIGINT'],
  ['\x1a', 'SIGTSTP'],
  ['\x1c', 'SIGQUIT'],
] as const;

function isProgramReading(): boolean {
  const { stdin } = process;
  return stdin.isRaw || stdin.readableFlowing === true || stdin.listenerCount('readable') > 0;
}

/** A process in the background that touches the terminal is stopped. */
function isInForeground(): boolean {
  try {
    const [group, foreground] = groups();
    return group === foreground;
  } catch {
    return false;
  }
}

/** The process group of this process, and the one that the terminal belongs to. */
function groups(): readonly (string | undefined)[] {
  if (process.platform === 'linux') {
    // Behind the name of the program, which may have anything in it.
    const fields = readFileSync('/proc/self/stat', 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return [fields[2], fields[5]];
  }
  const shown = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], { encoding: 'utf8' });
  return shown.trim().split(/\s+/);
}
