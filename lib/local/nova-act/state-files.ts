/** Reading and writing of single state files. */
import fs from 'node:fs';
import path from 'node:path';
import { ExplainedError } from '../../core/errors.ts';
import { readIfThere, replaceFile } from '../../core/files.ts';
import { parseJson } from '../../core/json.ts';
import { PRIVATE } from '../invocation-store.ts';

/** A state file that cannot be read. The message names the file and how to go on. */
export class StateFileError extends ExplainedError {
  override readonly name = 'StateFileError';
}

/** Writes a record, making its folder. */
export function writeJson(file: string, value: object): void {
  replaceFile(file, `${JSON.stringify(value, null, 2)}\n`, PRIVATE);
}

/** Replaces a file that is not a record. */
export function writeBytes(file: string, content: string | Uint8Array): void {
  replaceFile(file, content, PRIVATE);
}

/** The record of each child folder that has one. */
export function readChildren<T extends object>(
  dir: string,
  file: string,
  keys: readonly (keyof T & string)[],
): T[] {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir).flatMap((child) => {
    const recordFile = path.join(dir, child, file);
    const text = readIfThere(recordFile);
    return text === undefined ? [] : [parseRecord<T>(text, recordFile, keys)];
  });
}

/**
 * A record from its JSON text.
 *
 * @throws StateFileError when the text is not JSON, or lacks one of the keys.
 */
export function parseRecord<T extends object>(
  text: string,
  file: string,
  keys: readonly (keyof T & string)[],
): T {
  const value = parseJson(text);
  if (hasKeys<T>(value, keys)) return value;
  throw new StateFileError(
    `${file} is not readable as state of local AWS. Move it away, or start over by deleting the state folder.`,
  );
}

function hasKeys<T extends object>(value: unknown, keys: readonly (keyof T & string)[]): value is T {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}
