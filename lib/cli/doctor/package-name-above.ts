import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';

/** The name of the package that a file belongs to; `undefined` when it belongs to none. */
export function packageNameAbove(file: string): string | undefined {
  const folder = path.dirname(file);
  if (folder === file) return undefined;
  try {
    const manifest = parseJson(readFileSync(path.join(folder, 'package.json'), 'utf8'));
    // Builds have nameless ones, which only say what kind of modules are there.
    if (isRecord(manifest) && typeof manifest.name === 'string') return manifest.name;
  } catch {
    // The next one upwards.
  }
  return packageNameAbove(folder);
}
