import { lstatSync, mkdirSync, realpathSync, renameSync, rmSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { hasCode } from '../../core/errors.ts';
import { removeEmptyFolders, temporaryName } from '../../core/files.ts';
import { PRIVATE } from '../invocation-store.ts';
import { bucketDir } from './buckets.ts';
import { besideFolder, namesOfKey } from './key-names.ts';
import type { ObjectName, ObjectVersion } from './object-metadata.ts';
import { S3Error } from './s3-error.ts';

/** The files that are the objects of the buckets. All but the writing of contents is done in one go, so nothing comes in between. */
export class ObjectFiles {
  readonly #stateDir: string;
  /** Of the folders of buckets, without links. */
  readonly #realRoots = new Map<string, string>();

  constructor(options: { readonly stateDir: string }) {
    this.#stateDir = options.stateDir;
  }

  /** The object of this key. */
  find({ bucket, key }: ObjectName): ObjectFile | undefined {
    const root = this.#root(bucket);
    const plain = path.join(root, ...namesOfKey(key));
    for (const file of [plain, besideFolder(plain)]) {
      const stats = statsOf(file);
      if (stats?.isFile() === true && this.#isSpelledSo(root, file)) {
        return { bucket, key, file, size: stats.size, modifiedMs: stats.mtimeMs };
      }
    }
    return undefined;
  }

  /** The name of a new file on the disk of the bucket: what is in it becomes an object by {@link place}. */
  temporaryFile(bucket: string): string {
    const root = this.#root(bucket);
    mkdirSync(root, { recursive: true, mode: PRIVATE.dirMode });
    return temporaryName(path.join(root, 'upload'));
  }

  /**
   * The file that is the place of an object, with its folders made.
   *
   * @throws S3Error when the file system has no place for the key
   */
  prepare({ bucket, key }: ObjectName): string {
    const root = this.#root(bucket);
    const names = namesOfKey(key);
    const folder = makeFolders(root, names.slice(0, -1));
    const plain = path.join(root, ...names);
    const file = statsOf(plain)?.isDirectory() === true ? besideFolder(plain) : plain;
    if (!this.#isSpelledSo(root, statsOf(file) === undefined ? folder : file)) throw notToldApart(key);
    return file;
  }

  /** Moves a file to the place of an object. */
  place(file: string, temporary: string): void {
    renameSync(temporary, file);
    // What was beside a folder that is gone.
    if (statsOf(besideFolder(file))?.isFile() === true) rmSync(besideFolder(file));
  }

  /** Removes an object, and the folders that are empty then. */
  remove({ bucket, key, file }: ObjectFile): void {
    const root = this.#root(bucket);
    rmSync(file, { force: true });
    removeEmptyFolders(path.dirname(file), root);
    // There may be one more when a folder of that name came and went.
    const other = this.find({ bucket, key });
    if (other !== undefined) this.remove(other);
  }

  /**
   * Whether a file that is there has this very name: on file systems that do not tell `A` from `a` it may be another's. Links
   * have other names, too, so that nothing outside of the bucket is an object.
   */
  #isSpelledSo(root: string, file: string): boolean {
    const real = this.#realRoots.get(root) ?? realpathSync.native(root);
    this.#realRoots.set(root, real);
    return realpathSync.native(file) === real + file.slice(root.length);
  }

  #root(bucket: string): string {
    return bucketDir({ stateDir: this.#stateDir, bucket });
  }
}

/** An object in its place. */
export interface ObjectFile extends ObjectVersion {
  /** Absolute. */
  readonly file: string;
}

/** Size and time of a file that becomes an object. */
export function versionOf(name: ObjectName, file: string): ObjectVersion {
  const { size, mtimeMs } = statSync(file);
  return { bucket: name.bucket, key: name.key, size, modifiedMs: mtimeMs };
}

/** Makes the folders of a key; an object that has the name of one of them moves beside it. */
function makeFolders(root: string, names: readonly string[]): string {
  let folder = root;
  for (const name of names) {
    folder = path.join(folder, name);
    const stats = statsOf(folder);
    if (stats?.isFile() === true) renameSync(folder, besideFolder(folder));
    if (stats?.isDirectory() !== true) mkdirSync(folder, { mode: PRIVATE.dirMode });
  }
  return folder;
}

function statsOf(file: string): Stats | undefined {
  try {
    return lstatSync(file, { throwIfNoEntry: false });
  } catch (error) {
    if (hasCode(error, 'ENOTDIR') || hasCode(error, 'ENAMETOOLONG')) return undefined;
    throw error;
  }
}

function notToldApart(key: string): S3Error {
  return new S3Error(
    409,
    'OperationAborted',
    `The file system of the state folder does not tell ${key} from the name of another object (capital letters, accents), or has a link there. Choose another key, or a state folder on another disk.`,
  );
}
