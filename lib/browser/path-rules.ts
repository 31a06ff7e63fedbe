import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { show } from '../core/problems.ts';

/**
 * Whether a file is allowed by patterns: `*` for all, `/dir/*` for a folder and all below it, an exact file,
 * or a file name with `*` (`/dir/*.pdf`), which matches in that folder only.
 * A link must be allowed both where it is and where it leads.
 */
export function isPathAllowed(file: string, patterns: readonly string[]): boolean {
  const normal = normalPath(file);
  const real = realPath(normal);
  return patterns.some((pattern) => {
    if (pattern === '*') return true;
    if (!matches(normal, normalPath(pattern))) return false;
    return matches(real, realPattern(pattern));
  });
}

/** Checks patterns when they are given, not when they are first used. @throws TypeError for a bad one. */
export function checkPathPatterns(patterns: readonly string[], optionName: string): void {
  if (!Array.isArray(patterns))
    throw new TypeError(`${optionName} is ${show(patterns)}; it must be a list, such as ["/data/*"].`);
  for (const pattern of patterns) {
    const problem = problemOf(pattern);
    if (problem !== undefined) {
      throw new TypeError(
        `${optionName} has ${show(pattern)}, which ${problem}. Use "*", a folder with "/*", a file, or a file name with "*" such as "/data/*.pdf".`,
      );
    }
  }
}

function problemOf(pattern: unknown): string | undefined {
  if (typeof pattern !== 'string') return 'is no text';
  if (pattern.trim() === '') return 'is empty';
  if (pattern.includes('\0')) return 'has a NUL character';
  if (pattern.split(/[\\/]/).includes('..')) return 'has ".."';
  if (path.dirname(pattern).includes('*')) return 'has "*" in a folder name';
  return undefined;
}

/** Absolute, without `.` and `..`; a leading `~` is the home folder. */
export function normalPath(file: string): string {
  const expanded = file === '~' || file.startsWith('~/') ? path.join(homedir(), file.slice(1)) : file;
  return path.resolve(expanded);
}

function matches(file: string, pattern: string): boolean {
  const name = path.basename(pattern);
  const folder = path.dirname(pattern);
  if (name === '*') return file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
  if (!name.includes('*')) return file === pattern;
  const glob = new RegExp(`^${name.split('*').map(escapeRegExp).join('.*')}$`);
  return path.dirname(file) === folder && glob.test(path.basename(file));
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** A pattern whose folder is followed through links, so that `/tmp/*` works where /tmp is a link. */
function realPattern(pattern: string): string {
  const normal = normalPath(pattern);
  return path.join(realPath(path.dirname(normal)), path.basename(normal));
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return file;
  }
}
