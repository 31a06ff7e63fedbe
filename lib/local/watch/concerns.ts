import path from 'node:path';

/** Whether what happened to a file may change what is made of others: of itself, of what is near it, or how it is read. */
export function isConcerned(watched: WatchedFiles, change: FileChange): boolean {
  const { files, isBroken = false } = watched;
  if (files.includes(change.path)) return true;
  const isAbove = files.some((file) => file.startsWith(change.path + path.sep));
  if (isAbove) return change.kind !== 'content';
  const folder = path.dirname(change.path);
  if (CONFIGURATION.test(path.basename(change.path))) {
    return files.some((file) => file.startsWith(folder + path.sep));
  }
  if (change.kind === 'content') return false;
  // What is missing may have come, also in a folder that is new.
  if (isBroken) return SOURCE.test(change.path) || path.extname(change.path) === '';
  // `price.ts` comes before `price.js`, and before `price/index.ts`.
  return SOURCE.test(change.path) && files.some((file) => isImportedAs(stemOf(change.path), file));
}

/** The folders in which something can happen that concerns these files: theirs, and those above up to the common one with `root`. */
export function foldersOf(files: readonly string[], root: string): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files) {
    const top = commonFolder(file, root);
    for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) {
      folders.add(folder);
      if (folder === top || folder === path.dirname(folder)) break;
    }
  }
  return folders;
}

/** What something is made of. */
export interface WatchedFiles {
  /** Absolute, without links. */
  readonly files: readonly string[];
  /** Nothing could be made of them: what is missing may be one of them, or may come near them. */
  readonly isBroken?: boolean | undefined;
}

/** What happened to a file or folder. */
export interface FileChange {
  /** Absolute. */
  readonly path: string;
  /** `name`: it came, went, or is another one now; `content`: it is the same one with other content. */
  readonly kind: 'name' | 'content';
}

/** Files that say how others are read, or which packages are there. */
const CONFIGURATION =
  /^((package|package-lock|jsconfig|tsconfig(\..+)?)\.json|pnpm-lock\.yaml|yarn\.lock|npm-shrinkwrap\.json)$/;
const SOURCE = /\.([cm]?[jt]s|[jt]sx|json)$/;

function stemOf(file: string): string {
  return file.slice(0, file.length - path.extname(file).length);
}

function isImportedAs(stem: string, file: string): boolean {
  const known = stemOf(file);
  return known === stem || known === path.join(stem, 'index') || path.join(known, 'index') === stem;
}

function commonFolder(file: string, root: string): string {
  let folder = root;
  while (!file.startsWith(folder + path.sep) && folder !== path.dirname(folder))
    folder = path.dirname(folder);
  return folder;
}
