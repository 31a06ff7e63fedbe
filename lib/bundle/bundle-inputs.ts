import path from 'node:path';
import type { BuiltFiles } from './built-files.ts';
import { GENERATED_ENTRY } from './layout.ts';

/** The files that esbuild has read, absolute, without those of packages in `node_modules`. */
export function bundleInputs(result: Pick<BuiltFiles, 'metafile'>, root: string): readonly string[] {
  return Object.keys(result.metafile?.inputs ?? {})
    .filter(
      (input) => !NO_FILE.test(input) && !/(^|\/)node_modules\//.test(input) && input !== GENERATED_ENTRY,
    )
    .map((input) => path.resolve(root, input));
}

/** What is no file has a namespace, such as `(disabled):fs`; the letter of a drive is none. */
const NO_FILE = /^[^/]{2,}:/;
