import { isRecord } from '../../core/is-record.ts';
import type { StorageState } from './session-auth.ts';

/** Reads what {@link storageStateText} has written. @throws an error that says nothing of the content, which is secret */
export function parseStorageState(text: string): StorageState {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new Error('it is damaged, or something else: it is not JSON');
  }
  if (!isStorageState(parsed))
    throw new Error('it is something else: it has no lists of cookies and origins');
  return parsed;
}

/** The state as it is kept. */
export function storageStateText(state: StorageState): string {
  return `${JSON.stringify(state)}\n`;
}

/** What the lists hold, Playwright checks. */
export function isStorageState(value: unknown): value is StorageState {
  return isRecord(value) && Array.isArray(value.cookies) && Array.isArray(value.origins);
}
