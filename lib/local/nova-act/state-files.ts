/** Reading and writing of single state files. */
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

/** A state file that cannot be read. The message names the file and how to go on. */
export class StateFileError extends Error {
  override readonly name = 'StateFileError';
}

/** Writes a record, making its folder. */
export function writeJson(file: string, value: object): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  replaceFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Replaces a file in one move: a reader sees the old content or the new, never a part. */
export function replaceFile(file: string, content: string | Uint8Array): void {
  const temporary = `${file}.${randomUUID()}.tmp`;
  fs.writeFileSync(temporary, content, { mode: 0o600 });
  fs.renameSync(temporary, file);
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

/** The text of a file, `undefined` when there is none. */
export function readIfThere(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function hasKeys<T extends object>(value: unknown, keys: readonly (keyof T & string)[]): value is T {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}
