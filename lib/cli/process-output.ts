import { fstatSync, writeSync } from 'node:fs';
import { visible } from '../core/visible.ts';
import type { CommandContext } from './command-context.ts';

/**
 * What commands write on stdout and stderr of this process. Node's streams take long to load: they are opened for terminals, and
 * when a command begins that may do more than answer.
 *
 * @param onReaderGone called when nobody reads stdout any more
 */
export function processOutput(onReaderGone: () => void): ProcessOutput {
  let areOpen = false;
  const open = (): void => {
    if (areOpen) return;
    areOpen = true;
    process.stdout.on('error', onReaderGone);
    process.stderr.on('error', () => {});
  };
  if (mayBeTerminal()) open();
  const isTerminal = areOpen && process.stdout.isTTY;
  const write = (text: string): void => {
    const left = areOpen ? text : writeNow(text);
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

/** Others are none; which of these are can only be asked of Node's streams. */
function mayBeTerminal(): boolean {
  try {
    return fstatSync(1).isCharacterDevice();
  } catch {
    return true;
  }
}

/** @returns what could not be written, because a pipe that does not block is full, or because nobody reads it */
function writeNow(text: string): Buffer {
  let left = Buffer.from(text);
  try {
    while (left.length > 0) left = left.subarray(writeSync(1, left));
  } catch {
    // Node's stream waits for the one, and tells of the other.
  }
  return left;
}
