import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isInside } from '../../bundle/relocate.ts';

/**
 * Where the code of the workflow's author stood when an error was made: the first line of its stack that is neither of a package,
 * nor of this one, nor of Node. Pure.
 *
 * @returns `file:line:column`, relative to the project
 */
export function authorFrame(
  stack: string,
  options: {
    readonly projectRoot: string;
    /** Folders whose code is not the author's. */
    readonly others: readonly string[];
  },
): string | undefined {
  const { projectRoot, others } = options;
  for (const line of framesOf(stack)) {
    const [, where = '', position] = FRAME.exec(line) ?? [];
    const file = where.startsWith('file://') ? pathOf(where) : where;
    if (!path.isAbsolute(file) || IN_PACKAGE.test(file)) continue;
    if (!others.some((folder) => isInside(folder, file)))
      return `${path.relative(projectRoot, file)}:${position}`;
  }
  return undefined;
}

/** @returns nothing for an address that is none of a file here: stacks may have been written by anyone */
function pathOf(url: string): string {
  try {
    return fileURLToPath(url);
  } catch {
    return '';
  }
}

/** Only what ends it: the message before may have lines of another stack in it. */
function framesOf(stack: string): readonly string[] {
  const lines = stack.trimEnd().split('\n');
  return lines.slice(lines.findLastIndex((line) => !LINE.test(line)) + 1);
}

const LINE = /^\s+at /;
/** `at async Shop.buy (/shop/buy.ts:7:11)`, or without a name and parentheses. */
const FRAME = /^\s+at (?:[^(]*? \()?(?:async )?(.+?):(\d+:\d+)\)?$/;
const IN_PACKAGE = /[\\/]node_modules[\\/]/;
