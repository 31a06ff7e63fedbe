import { constants, createReadStream, openSync, statSync } from 'node:fs';
import { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { hasCode } from '../../../core/errors.ts';

/**
 * Opens a list. A named pipe is read as a socket is: reading it as a file occupies a thread until somebody writes, and the process
 * could not end before.
 *
 * @param file absolute
 */
export function openList(file: string): Readable {
  if (!isPipe(file)) return createReadStream(file);
  const fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  return new Socket({ fd, readable: true, writable: false });
}

function isPipe(file: string): boolean {
  try {
    return statSync(file).isFIFO();
  } catch (error) {
    // The stream says it in words.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EACCES') || hasCode(error, 'ENOTDIR')) return false;
    throw error;
  }
}
