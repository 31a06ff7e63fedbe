import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { hasCode } from '../../core/errors.ts';
import { readIfThere, replaceFile, temporaryName } from '../../core/files.ts';
import { PRIVATE } from '../invocation-store.ts';
import { aText, aTextOf, aTime, maybe, type RecordChecks } from '../state-check.ts';
import { parseStateFile } from '../state-file.ts';
import type { ReceivedBody } from './body.ts';
import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, type ChecksumType } from './checksums.ts';
import { OBJECT_HEADERS_CHECKS, type ObjectHeaders, type ObjectName } from './object-metadata.ts';
import { S3Error } from './s3-error.ts';
import { partName, type UploadedPart, uploadedPart } from './uploaded-part.ts';
import { writingFile } from './write-file.ts';

/** The uploads of objects in parts that go on, each in a folder: `upload.json`, and its parts, whose names say what is known of them. */
export class Uploads {
  readonly #root: string;

  /** Removes uploads that have been left alone for a day. */
  constructor(options: { readonly stateDir: string }) {
    this.#root = path.resolve(options.stateDir, 'uploads');
    for (const id of this.#ids()) {
      const { mtimeMs } = statSync(path.join(this.#root, id));
      if (mtimeMs < Date.now() - MAX_AGE_MS) this.#remove(id);
    }
  }

  create(begin: Omit<Upload, 'id' | 'initiatedAt'>): Upload {
    const id = randomUUID().replaceAll('-', '');
    const upload: Upload = { ...begin, id, initiatedAt: new Date().toISOString() };
    replaceFile(path.join(this.#root, id, UPLOAD_FILE), JSON.stringify(upload), PRIVATE);
    return upload;
  }

  /** @throws S3Error NoSuchUpload; StateFileError for a file that cannot be read */
  get(id: string, { bucket, key }: ObjectName): Upload {
    const upload = ID.test(id) ? this.#read(id) : undefined;
    if (upload?.bucket === bucket && upload.key === key) return upload;
    throw noSuchUpload(id);
  }

  /** In the order in which they have begun. */
  list(bucket: string): readonly Upload[] {
    return this.#ids()
      .flatMap((id) => this.#read(id) ?? [])
      .filter((upload) => upload.bucket === bucket)
      .sort((a, b) => (a.initiatedAt < b.initiatedAt ? -1 : 1));
  }

  /** Writes a part, in place of one of that number. @param write writes its content */
  async putPart(options: {
    readonly upload: Upload;
    readonly number: number;
    readonly write: (append: (piece: Uint8Array) => Promise<void>) => Promise<ReceivedBody>;
  }): Promise<ReceivedBody> {
    const { upload, number, write } = options;
    const dir = path.join(this.#root, upload.id);
    const isGone = (error: unknown): never => {
      throw hasCode(error, 'ENOENT') ? noSuchUpload(upload.id) : error;
    };
    return await writingFile(temporaryName(path.join(dir, 'part')), write, (received, temporary) => {
      const before = this.parts(upload).filter((part) => part.number === number);
      const file = path.join(dir, partName(number, received));
      renameSync(temporary, file);
      for (const part of before) if (part.file !== file) rmSync(part.file, { force: true });
      return received;
    }).catch(isGone);
  }

  /** By their numbers. */
  parts({ id }: Upload): readonly UploadedPart[] {
    const dir = path.join(this.#root, id);
    const parts = new Map<number, UploadedPart>();
    for (const name of existsSync(dir) ? readdirSync(dir) : []) {
      const part = uploadedPart(path.join(dir, name));
      if (part === undefined) continue;
      // Two of a number are there when a server was killed between writing one and removing the other.
      if ((parts.get(part.number)?.modifiedMs ?? 0) <= part.modifiedMs) parts.set(part.number, part);
    }
    return [...parts.values()].sort((a, b) => a.number - b.number);
  }

  remove({ id }: Upload): void {
    this.#remove(id);
  }

  #remove(id: string): void {
    rmSync(path.join(this.#root, id), { recursive: true, force: true });
  }

  #read(id: string): Upload | undefined {
    const file = path.join(this.#root, id, UPLOAD_FILE);
    const text = readIfThere(file);
    return text === undefined ? undefined : parseStateFile<Upload>({ file, text, checks: UPLOAD_CHECKS });
  }

  #ids(): readonly string[] {
    return existsSync(this.#root) ? readdirSync(this.#root).filter((name) => ID.test(name)) : [];
  }
}

export interface Upload extends ObjectName, ObjectHeaders {
  readonly id: string;
  readonly initiatedAt: string;
  /** What the caller wants; without it the whole gets the checksum that all objects get. */
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
  readonly checksumType?: ChecksumType | undefined;
}

const MAX_AGE_MS = 24 * 60 * 60_000;
const UPLOAD_FILE = 'upload.json';
const ID = /^[0-9a-f]{32}$/;

const UPLOAD_CHECKS: RecordChecks<Upload> = {
  ...OBJECT_HEADERS_CHECKS,
  bucket: aText,
  key: aText,
  id: aText,
  initiatedAt: aTime,
  checksumAlgorithm: maybe(aTextOf(...CHECKSUM_ALGORITHMS)),
  checksumType: maybe(aTextOf('FULL_OBJECT', 'COMPOSITE')),
};

function noSuchUpload(id: string): S3Error {
  return new S3Error(
    404,
    'NoSuchUpload',
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.',
    { UploadId: id },
  );
}
