import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { reasonOf } from '../../../core/errors.ts';
import type { ListFormat } from './list-format.ts';
import { readCsv } from './read-csv.ts';

/**
 * Reads a list of items, one after the other.
 *
 * @returns what stands there, and what is no item, each with its place
 */
export function readList(input: Readable, format: ListFormat): AsyncIterable<ListEntry> {
  const ways: Readonly<Record<ListFormat, (input: Readable) => AsyncIterable<ListEntry>>> = {
    jsonl: readLines,
    csv: readCsv,
    json: readArray,
  };
  return ways[format](input);
}

/** What stands at a place in a list. */
export type ListEntry = {
  /** For people, such as `line 12`. */
  readonly place: string;
} & ({ readonly value: unknown } | { readonly problem: string });

async function* readLines(input: Readable): AsyncGenerator<ListEntry> {
  let number = 0;
  for await (const text of createInterface({ input: input.setEncoding('utf8'), crlfDelay: Infinity })) {
    number += 1;
    // The mark that some editors put at the beginning.
    const line = number === 1 ? text.replace(/^\ufeff/, '') : text;
    if (line.trim() === '') continue;
    const place = `line ${number}`;
    yield { place, ...parsed(line) };
  }
}

async function* readArray(input: Readable): AsyncGenerator<ListEntry> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(Buffer.from(chunk));
  const text = Buffer.concat(chunks)
    .toString('utf8')
    .replace(/^\ufeff/, '');
  chunks.length = 0;
  const read = parsed(text);
  if ('problem' in read) return yield { place: 'the file', problem: read.problem };
  if (!Array.isArray(read.value)) {
    return yield { place: 'the file', problem: 'it is not an array: a .json file is one array of objects' };
  }
  for (const [index, value] of read.value.entries()) yield { place: `entry ${index + 1}`, value };
}

function parsed(text: string): { readonly value: unknown } | { readonly problem: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: `it is not JSON: ${reasonOf(error)}` };
  }
}
