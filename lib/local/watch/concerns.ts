import path from 'node:path';

/** Whether what happened to a file may change what is made of others: of itself, of what is near it, or how it is read. */
export function isConcerned(watched: WatchedFiles, change: FileChange, root: string): boolean {
  const { files, isBroken = false } = watched;
  if (files.includes(change.path)) return true;
  const isAbove = files.some((file) => file.startsWith(change.path + path.sep));
  if (isAbove) return change.kind !== 'content';
  const folder = path.dirname(change.path);
  if (CONFIGURATION.test(path.basename(change.path))) {
    return files.some((file) => file.startsWith(folder + path.sep));
  }
  if (change.kind === 'content' || !SOURCE.test(change.path)) return false;
  // What is missing may have come under a name that only the bundler knows, such as one of `paths`.
  if (isBroken && change.path.startsWith(root + path.sep)) return true;
  // `price.ts` comes before `price.js`, and before `price/index.ts`.
  return files.some((file) => isImportedAs(stemOf(change.path), file));
}

/**
 * The folders in which something can happen that concerns these files: theirs, and those above up to the project, or below what
 * others have in common with it.
 */
export function foldersOf(files: readonly string[], root: string): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const file of files) {
    const isInProject = file.startsWith(root + path.sep);
    for (let folder = path.dirname(file); !folders.has(folder); folder = path.dirname(folder)) {
      folders.add(folder);
      if (isInProject ? folder === root : root.startsWith(path.join(path.dirname(folder), path.sep))) break;
    }
  }
  return folders;
}

/** What something is made of. */
export interface WatchedFiles {
  /** Absolute, and in folders without links; a link that leads to one of them is one, too. */
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
