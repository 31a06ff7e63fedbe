import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { withResults } from './page.ts';
import type { Results } from './results.ts';

const FILE = path.join(import.meta.dirname, 'results.json');
const PAGE = path.join(import.meta.dirname, 'README.md');

/** What was measured last. */
export function readResults(): Results {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** Keeps it, and writes the page of it. */
export function saveResults(results: Results): void {
  writeFileSync(FILE, `${JSON.stringify(results, null, 2)}\n`);
  writeFileSync(PAGE, withResults(readPage(), results));
}

export function readPage(): string {
  return readFileSync(PAGE, 'utf8');
}
