import { fstatSync, writeSync } from 'node:fs';
import { hasCode } from '../core/errors.ts';
import { visible } from '../core/visible.ts';
import type { CommandContext } from './command-context.ts';

/**
 * What commands write on stdout and stderr of this process. Node's streams take long to load: they are opened for terminals, and
 * when a command begins that may do more than answer.
 *
 * @param events.onReaderGone called when nobody reads stdout any more
 * @param events.onLost called once, when something cannot be written on stdout though somebody wants it, as on a disk that is full
 */
export function processOutput(events: {
  readonly onReaderGone: () => void;
  readonly onLost: (error: unknown) => void;
}): ProcessOutput {
  const place = placeOf(1);
  let areOpen = false;
  let isLost = false;
  const onError = (error: unknown): void => {
    if (hasCode(error, 'EPIPE')) events.onReaderGone();
    else if (!isLost) {
      isLost = true;
      events.onLost(error);
    }
  };
  const open = (): void => {
    if (areOpen) return;
    areOpen = true;
    process.stdout.on('error', onError);
    process.stderr.on('error', () => {});
  };
  if (place === 'device') open();
  const isTerminal = areOpen && process.stdout.isTTY;
  const write = (text: string): void => {
    // What a file takes only a part of, Node's stream gives up without a word.
    const left = areOpen && place !== 'file' ? text : writeNow(text, onError);
    if (left.length === 0) return;
    open();
    process.stdout.write(left);
  };
  return {
    open,
    // Programs get results as they are; a terminal would obey what is in them.
    stdout: isTerminal ? (text) => write(visible(text)) : write,
    coloredStdout: isTerminal && !process.env.NO_COLOR ? write : undefined,
    columns: isTerminal ? () => process.stdout.columns : undefined,
    stderr: (text) => {
      open();
      process.stderr.write(text);
    },
  };
}

/** Until `open`, what is written on stdout is written at once, and the process waits for who reads it. */
export interface ProcessOutput
  extends Pick<CommandContext, 'stdout' | 'coloredStdout' | 'columns' | 'stderr'> {
  /** Lets what is written from now on wait, and the process go on. */
  readonly open: () => void;
}

/** Which of devices are terminals can only be asked of Node's streams; others are none. */
function placeOf(descriptor: number): 'file' | 'device' | 'other' {
  try {
    const stat = fstatSync(descriptor);
    if (stat.isCharacterDevice()) return 'device';
    return stat.isFile() ? 'file' : 'other';
  } catch {
    return 'device';
  }
}

/** @returns what Node's stream has to wait with, because a pipe that does not block is full */
function writeNow(text: string, onError: (error: unknown) => void): Buffer {
  let left = Buffer.from(text);
  try {
    while (left.length > 0) left = left.subarray(writeSync(1, left));
    return left;
  } catch (error) {
    if (hasCode(error, 'EAGAIN')) return left;
    onError(error);
    return Buffer.alloc(0);
  }
}
