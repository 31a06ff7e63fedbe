import path from 'node:path';
import type { BuildFailure, Message } from 'esbuild';
import { messageOf } from '../core/errors.ts';
import type { BuiltFiles } from './built-files.ts';
import { BundleError } from './bundle-error.ts';

/** Turns what esbuild throws into one message with file and line, and the likely way out. */
export function explainBuildFailure(options: {
  /** What was to be bundled, such as `workflow "workflows/hello.ts"`. */
  readonly subject: string;
  /** What esbuild names files relative to. */
  readonly root: string;
  readonly error: unknown;
}): BundleError {
  const { subject, root, error } = options;
  if (!isBuildFailure(error)) {
    return new BundleError(`The ${subject} cannot be bundled: ${messageOf(error)}`, { cause: error });
  }
  const details = error.errors.map((message) => `  ${describe(message)}`).join('\n');
  const files = error.errors.flatMap((message) => filesOf(message, root));
  return new BundleError(`The ${subject} cannot be bundled:\n${details}`, { cause: error, files });
}

/** The file that is wrong, and the one that it misses. */
function filesOf({ text, location }: Message, root: string): readonly string[] {
  if (location === null) return [];
  const file = path.resolve(root, location.file);
  const missing = /^Could not resolve "(\.[^"]*)"/.exec(text)?.[1];
  return missing === undefined ? [file] : [file, path.resolve(path.dirname(file), missing)];
}

/** How compilers write the export in CommonJS, whose exports the bundler does not list. */
const COMMONJS_MAIN = /\bexports(\.main\b|, ?["']main["']|\s*=\s*\{[^}]*\bmain\b)/;

/** @throws {@link BundleError} when the entry has no export named `main`; says what it has instead. */
export function checkExports(options: {
  readonly entry: string;
  readonly entryFile: string;
  /** What esbuild made of it, with metafile. */
  readonly inspected: BuiltFiles;
}): void {
  const { entry, entryFile, inspected } = options;
  const exports = Object.values(inspected.metafile?.outputs ?? {}).flatMap((output) => output.exports);
  const code = inspected.outputFiles?.[0]?.text ?? '';
  if (exports.includes('main') || COMMONJS_MAIN.test(code)) return;
  const found = exports.length === 0 ? 'it exports nothing' : `it exports ${exports.sort().join(', ')}`;
  const fix = exports.includes('default')
    ? 'Change "export default" to "export const main =".'
    : 'Add "export const main = workflow({ … }, async (payload) => { … });".';
  throw new BundleError(`The workflow "${entry}" does not export main: ${found}. ${fix}`, {
    files: [entryFile],
  });
}

function describe({ text, location }: Message): string {
  const place = location ? `${location.file}:${location.line}:${location.column + 1}: ` : '';
  const missing = /^Could not resolve "([^"./][^"]*)"/.exec(text);
  return `${place}${text}${missing ? `. Install it in the project: npm install ${packageName(missing[1] ?? '')}` : ''}`;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function isBuildFailure(error: unknown): error is Pick<BuildFailure, 'errors'> {
  return typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);
}
