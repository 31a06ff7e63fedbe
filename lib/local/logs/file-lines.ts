import { closeSync, openSync, readSync } from 'node:fs';

/** A line of a file, without its end, and where it lies. */
export interface FileLine {
  readonly text: string;
  readonly start: number;
  /** Where the next line starts. */
  readonly next: number;
  /** Whether its end is written. */
  readonly hasEnd: boolean;
}

/** The lines from one place in an open file to another, without reading more than is asked for. */
export function* linesForward(descriptor: number, from: number, to: number): Generator<FileLine> {
  let begun: Buffer[] = [];
  let start = from;
  for (let at = from; at < to; ) {
    const chunk = readAt(descriptor, at, Math.min(CHUNK_BYTES, to - at));
    if (chunk.length === 0) break;
    let rest = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, rest)) {
      const next = at + end + 1;
      yield { text: textOf([...begun, chunk.subarray(rest, end)]), start, next, hasEnd: true };
      begun = [];
      start = next;
      rest = end + 1;
    }
    begun.push(chunk.subarray(rest));
    at += chunk.length;
  }
  if (start < to) yield { text: textOf(begun), start, next: to, hasEnd: false };
}

/** The lines that end at or before a place, backwards. */
export function* linesBackward(descriptor: number, to: number): Generator<FileLine> {
  let begun: Buffer[] = [];
  let next = to;
  let hasEnd = false;
  for (let at = to; at > 0; ) {
    const length = Math.min(CHUNK_BYTES, at);
    at -= length;
    const chunk = readAt(descriptor, at, length);
    let rest = chunk.length;
    if (at + length === to) hasEnd = chunk.at(-1) === NEWLINE;
    // What ends the last line begins none.
    const from = at + length === to && hasEnd ? rest - 1 : rest;
    for (let end = lastNewline(chunk, from); end >= 0; end = lastNewline(chunk, end)) {
      const start = at + end + 1;
      yield { text: textOf([chunk.subarray(end + 1, rest), ...begun]), start, next, hasEnd };
      begun = [];
      next = start;
      rest = end + 1;
      hasEnd = true;
    }
    begun.unshift(chunk.subarray(0, rest));
  }
  if (next > 0) yield { text: textOf(begun), start: 0, next, hasEnd };
}

/** The first line of a file. */
export function firstLineOf(file: string): string {
  const descriptor = openSync(file, 'r');
  try {
    const [first] = linesForward(descriptor, 0, Number.MAX_SAFE_INTEGER);
    return first?.text ?? '';
  } finally {
    closeSync(descriptor);
  }
}

/** How much is read at once. */
export const CHUNK_BYTES = 64 * 1024;

const NEWLINE = 0x0a;

function lastNewline(chunk: Buffer, before: number): number {
  return before <= 0 ? -1 : chunk.lastIndexOf(NEWLINE, before - 1);
}

function readAt(descriptor: number, at: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, at));
}

function textOf(parts: readonly Buffer[]): string {
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n?$/, '');
}
