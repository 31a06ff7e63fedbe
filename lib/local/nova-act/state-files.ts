/** Reading and writing of single state files. */
import fs from 'node:fs';
import path from 'node:path';
import { readIfThere, replaceFile } from '../../core/files.ts';
import { PRIVATE } from '../invocation-store.ts';
import type { RecordChecks } from '../state-check.ts';
import { parseStateFile } from '../state-file.ts';

/** Writes a record, making its folder. */
export function writeJson(file: string, value: object): void {
  replaceFile(file, `${JSON.stringify(value, null, 2)}\n`, PRIVATE);
}

/** Replaces a file that is not a record. */
export function writeBytes(file: string, content: string | Uint8Array): void {
  replaceFile(file, content, PRIVATE);
}

/**
 * The record of each child folder that has one.
 *
 * @throws StateFileError for one that cannot be read
 */
export function readChildren<T extends object>(dir: string, fileName: string, checks: RecordChecks<T>): T[] {
  if (!fs.existsSync(dir)) return [];
  return fs.readdirSync(dir).flatMap((child) => {
    const file = path.join(dir, child, fileName);
    const text = readIfThere(file);
    return text === undefined ? [] : [parseStateFile<T>({ text, file, checks })];
  });
}
