import { readFileSync } from 'node:fs';

/** The end of a log, for messages; empty when there is none. */
export function lastLines(logFile: string): string {
  try {
    return readFileSync(logFile, 'utf8').trimEnd().split('\n').slice(-3).join('\n').slice(-1500);
  } catch {
    return '';
  }
}
