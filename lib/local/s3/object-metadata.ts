import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { readIfThere, removeEmptyFolders, replaceFile } from '../../core/files.ts';
import { PRIVATE } from '../invocation-store.ts';
import {
  aListOf,
  aNumber,
  aRecord,
  aText,
  aTextById,
  aTextOf,
  aWholeNumber,
  maybe,
  type RecordChecks,
} from '../state-check.ts';
import { parseStateFile } from '../state-file.ts';
import { CHECKSUM_ALGORITHMS, type Checksum } from './checksums.ts';
import { namesOfKey } from './key-names.ts';

/**
 * What clients said of objects when they put them, in files beside the buckets. An object has none of it when local AWS has
 * written it, or nothing was said that cannot be told from its file; and none when its file was changed by others since.
 */
export class ObjectMetadataFiles {
  readonly #root: string;

  constructor(options: { readonly stateDir: string }) {
    this.#root = path.resolve(options.stateDir, 'object-metadata');
  }

  /** @throws StateFileError for a file that cannot be read */
  read(object: ObjectVersion): ObjectMetadata | undefined {
    return this.#versions(object).find((version) => isOf(version, object));
  }

  /**
   * Notes what is known of an object that is about to get its place. What is known of the one that is there now stays until
   * the next time: should this server be killed in between, it is still that one's.
   */
  write(
    object: ObjectVersion & {
      readonly metadata: ObjectMetadata;
      readonly previous?: ObjectVersion | undefined;
    },
  ): void {
    const { size, modifiedMs, metadata, previous } = object;
    const before =
      previous === undefined ? [] : this.#versions(previous).filter((version) => isOf(version, previous));
    const versions: readonly MetadataVersion[] = [{ ...metadata, size, modifiedMs }, ...before];
    replaceFile(this.#fileOf(object), JSON.stringify({ versions }), PRIVATE);
  }

  remove(object: ObjectName): void {
    const file = this.#fileOf(object);
    if (!existsSync(file)) return;
    rmSync(file, { force: true });
    removeEmptyFolders(path.dirname(file), this.#root);
  }

  #versions(object: ObjectName): readonly MetadataVersion[] {
    const file = this.#fileOf(object);
    // Most have none, and in a list of a thousand as many errors would be slow.
    const text = existsSync(file) ? readIfThere(file) : undefined;
    if (text === undefined) return [];
    return parseStateFile<{ readonly versions: readonly MetadataVersion[] }>({
      file,
      text,
      checks: FILE_CHECKS,
    }).versions;
  }

  /** No folder has such a name, so that there may be one for `a` and for `a/b`. */
  #fileOf({ bucket, key }: ObjectName): string {
    return `${path.join(this.#root, bucket, ...namesOfKey(key))}%m`;
  }
}

export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

/** An object as it was at a time. */
export interface ObjectVersion extends ObjectName {
  readonly size: number;
  readonly modifiedMs: number;
}

export interface ObjectMetadata extends ObjectHeaders {
  /** Without quotes: MD5 of the content, or of the MD5 of the parts with their number. */
  readonly etag: string;
  readonly checksum?: Checksum;
  /** How many bytes each part has, of an object that was put in parts. */
  readonly partSizes?: readonly number[];
  /** The upload whose parts are the object. */
  readonly uploadId?: string;
}

/** What goes back with an object as it came. */
export interface ObjectHeaders {
  /** `content-type` and others of HTTP, and those of S3 that are kept, by name. */
  readonly headers: Readonly<Record<string, string>>;
  /** By name, without `x-amz-meta-`. */
  readonly userMetadata: Readonly<Record<string, string>>;
}

type MetadataVersion = ObjectMetadata & Pick<ObjectVersion, 'size' | 'modifiedMs'>;

export const OBJECT_HEADERS_CHECKS: RecordChecks<ObjectHeaders> = {
  headers: aTextById,
  userMetadata: aTextById,
};

const CHECKSUM_CHECKS: RecordChecks<Checksum> = {
  algorithm: aTextOf(...CHECKSUM_ALGORITHMS),
  value: aText,
  type: aTextOf('FULL_OBJECT', 'COMPOSITE'),
};

const FILE_CHECKS: RecordChecks<{ readonly versions: readonly MetadataVersion[] }> = {
  versions: aListOf(
    aRecord<MetadataVersion>({
      ...OBJECT_HEADERS_CHECKS,
      size: aWholeNumber,
      modifiedMs: aNumber,
      etag: aText,
      checksum: maybe(aRecord(CHECKSUM_CHECKS)),
      partSizes: maybe(aListOf(aWholeNumber)),
      uploadId: maybe(aText),
    }),
  ),
};

function isOf(version: MetadataVersion, { size, modifiedMs }: ObjectVersion): boolean {
  return version.size === size && version.modifiedMs === modifiedMs;
}
