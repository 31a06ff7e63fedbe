import type { Readable } from 'node:stream';
import { reasonOf } from '../../../core/errors.ts';
import type { ListFormat } from './list-format.ts';
import { lossyNumberIn } from './lossy-number.ts';
import { readCsv } from './read-csv.ts';
import { NotUtf8Error, utf8Lines } from './utf8-lines.ts';

/**
 * Reads a list of items, one after the other.
 *
 * @returns what stands there, and what is no item, each with its place
 */
export async function* readList(input: Readable, format: ListFormat): AsyncGenerator<ListEntry> {
  const ways: Readonly<Record<ListFormat, (lines: AsyncIterable<string>) => AsyncIterable<ListEntry>>> = {
    jsonl: readLines,
    csv: readCsv,
    json: readArray,
  };
  try {
    yield* ways[format](withoutMark(utf8Lines(input)));
  } catch (error) {
    if (!(error instanceof NotUtf8Error)) throw error;
    yield { place: `line ${error.line}`, problem: `it ${NotUtf8Error.problem}` };
  }
}

/** What stands at a place in a list. */
export type ListEntry = {
  /** For people, such as `line 12`. */
  readonly place: string;
} & ({ readonly value: unknown } | { readonly problem: string });

/** Some editors put a mark at the beginning. */
async function* withoutMark(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let isFirst = true;
  for await (const line of lines) {
    yield isFirst ? line.replace(/^\ufeff/, '') : line;
    isFirst = false;
  }
}

async function* readLines(lines: AsyncIterable<string>): AsyncGenerator<ListEntry> {
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    yield { place: `line ${number}`, ...parsed(line) };
  }
}

async function* readArray(lines: AsyncIterable<string>): AsyncGenerator<ListEntry> {
  const parts: string[] = [];
  for await (const line of lines) parts.push(line);
  const text = parts.join('');
  parts.length = 0;
  const read = parsed(text);
  if ('problem' in read) {
    const line = read.at === undefined ? undefined : text.slice(0, read.at).split('\n').length;
    return yield { place: line === undefined ? 'the file' : `line ${line}`, problem: read.problem };
  }
  if (!Array.isArray(read.value)) {
    return yield { place: 'the file', problem: 'it is not an array: a .json file is one array of objects' };
  }
  for (const [index, value] of read.value.entries()) yield { place: `entry ${index + 1}`, value };
}

function parsed(text: string): { readonly value: unknown } | { readonly problem: string; at?: number } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { problem: `it is not JSON: ${reasonOf(error)}` };
  }
  const lossy = lossyNumberIn(text);
  if (lossy === undefined) return { value };
  return {
    problem: `the number ${lossy.text} would become ${Number(lossy.text)}: write it as a text, "${lossy.text}"`,
    at: lossy.at,
  };
}
