import path from 'node:path';
import type { BuiltFiles } from './built-files.ts';
import { GENERATED_ENTRY } from './layout.ts';
import { linksOfImport } from './links-of-import.ts';
import { tsconfigFiles } from './tsconfig-files.ts';

/**
 * What a bundle was made of, absolute, without packages in `node_modules`: the files that esbuild has read, the symbolic links
 * by which it came to them, and the configurations that say how they are read.
 */
export function bundleInputs({ metafile }: Pick<BuiltFiles, 'metafile'>, root: string): readonly string[] {
  const inputs = Object.entries(metafile?.inputs ?? {}).filter(([input]) => !NO_FILE.test(input));
  const own = inputs.filter(([input]) => !/(^|\/)node_modules\//.test(input));
  const files = own
    .filter(([input]) => input !== GENERATED_ENTRY)
    .map(([input]) => path.resolve(root, input));
  const links = own.flatMap(([input, { imports }]) =>
    imports.flatMap(({ original, path: found, external }) =>
      original === undefined || external
        ? []
        : linksOfImport({
            name: original,
            from: path.dirname(path.resolve(root, input)),
            found: path.resolve(root, found),
          }),
    ),
  );
  return [...new Set([...files, ...links, ...tsconfigFiles(files)])];
}

/** What is no file has a namespace, such as `(disabled):fs`; the letter of a drive is none. */
const NO_FILE = /^[^/]{2,}:/;
