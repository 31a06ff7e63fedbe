import { hasCode } from '../../core/errors.ts';
import { type Checksum, DEFAULT_ALGORITHM } from './checksums.ts';
import { type ConditionTarget, noSuchKey } from './conditions.ts';
import { FileDigests } from './file-digests.ts';
import { type ObjectFile, ObjectFiles, versionOf } from './object-files.ts';
import {
  type ObjectHeaders,
  type ObjectMetadata,
  ObjectMetadataFiles,
  type ObjectName,
} from './object-metadata.ts';
import { S3Error } from './s3-error.ts';
import { writingFile } from './write-file.ts';

/** The objects of all buckets, with what is known of them. */
export class ObjectStore {
  readonly #files: ObjectFiles;
  readonly #metadata: ObjectMetadataFiles;
  readonly #digests = new FileDigests();
  readonly #onPut: (object: ObjectName) => void;

  constructor(options: { readonly stateDir: string; readonly onPut: (object: ObjectName) => void }) {
    this.#files = new ObjectFiles(options);
    this.#metadata = new ObjectMetadataFiles(options);
    this.#onPut = options.onPut;
  }

  find(name: ObjectName): StoredObject | undefined {
    const file = this.#files.find(name);
    if (file === undefined) return undefined;
    return { ...file, ...(this.#metadata.read(file) ?? this.#told(file)) };
  }

  /** @throws S3Error NoSuchKey */
  get(name: ObjectName): StoredObject {
    const object = this.find(name);
    if (object === undefined) throw noSuchKey(name.key);
    return object;
  }

  /** The checksum of an object. When it is not written down, the whole object is read. */
  checksumOf(object: StoredObject): Checksum {
    return object.checksum ?? this.#digests.checksum(object);
  }

  /**
   * Writes an object: first to a file of its own, which takes the object's place when it is complete.
   *
   * @param options.write writes the content. @returns what is known of it
   * @param options.check looks at the object that is there, at the last moment; what it throws keeps that one
   */
  async put(options: PutOptions): Promise<ObjectMetadata> {
    const { bucket, key, write, check } = options;
    const metadata = await writingFile(this.#files.temporaryFile(bucket), write, (written, temporary) => {
      const previous = this.find({ bucket, key });
      check?.(previous);
      this.#place({ bucket, key, written, temporary, previous });
      return written;
    });
    this.#onPut({ bucket, key });
    return metadata;
  }

  remove(object: StoredObject): void {
    this.#files.remove(object);
    this.#metadata.remove(object);
  }

  #place(
    object: ObjectName & { written: ObjectMetadata; temporary: string; previous: ObjectFile | undefined },
  ): void {
    const { bucket, key, written: metadata, temporary, previous } = object;
    try {
      const place = this.#files.prepare({ bucket, key });
      const isPlain = canBeTold(key, metadata);
      if (!isPlain) this.#metadata.write({ ...versionOf({ bucket, key }, temporary), metadata, previous });
      this.#files.place(place, temporary);
      if (isPlain) this.#metadata.remove({ bucket, key });
    } catch (error) {
      if (!hasCode(error, 'ENAMETOOLONG')) throw error;
      throw new S3Error(400, 'KeyTooLongError', 'Your key is too long for the paths of this machine.');
    }
  }

  /** What the file itself tells. */
  #told(file: ObjectFile): ObjectMetadata {
    return { ...plainHeaders(file.key), etag: this.#digests.md5(file) };
  }
}

/** An object with what is known of it. */
export type StoredObject = ObjectFile & ObjectMetadata;

export interface PutOptions extends ObjectName {
  readonly write: (append: (piece: Uint8Array) => Promise<void>) => Promise<ObjectMetadata>;
  readonly check?: ((existing: ConditionTarget | undefined) => void) | undefined;
}

/** What goes with objects of which nobody said it, by their keys. */
export function plainHeaders(key: string): ObjectHeaders {
  return {
    headers: { 'content-type': key.endsWith('.json') ? 'application/json' : 'binary/octet-stream' },
    userMetadata: {},
  };
}

/** Whether all that is known of an object can be told from its key and its content. */
function canBeTold(key: string, metadata: ObjectMetadata): boolean {
  const { headers, userMetadata, partSizes, checksum } = metadata;
  const plain = plainHeaders(key);
  return (
    partSizes === undefined &&
    checksum?.algorithm === DEFAULT_ALGORITHM &&
    JSON.stringify({ headers, userMetadata }) === JSON.stringify(plain)
  );
}
