import { statSync } from 'node:fs';
import path from 'node:path';
import type { ReceivedBody } from './body.ts';

/** What the file of a part tells; `undefined` when a file is none. */
export function uploadedPart(file: string): UploadedPart | undefined {
  const [, number, etag, checksum] = /^(\d+)\.([0-9a-f]+)\.([0-9a-f]+)$/.exec(path.basename(file)) ?? [];
  if (number === undefined || etag === undefined || checksum === undefined) return undefined;
  const { size, mtimeMs } = statSync(file);
  return {
    number: Number(number),
    file,
    etag,
    checksum: Buffer.from(checksum, 'hex').toString('base64'),
    size,
    modifiedMs: mtimeMs,
  };
}

/** The name of the file of a part, which says what is known of it: so it cannot be another's. */
export function partName(number: number, { md5, checksum }: ReceivedBody): string {
  return `${number}.${md5.toString('hex')}.${Buffer.from(checksum.value, 'base64').toString('hex')}`;
}

export interface UploadedPart {
  readonly number: number;
  /** Absolute. */
  readonly file: string;
  /** Without quotes. */
  readonly etag: string;
  /** In base64, by the algorithm of the upload. */
  readonly checksum: string;
  readonly size: number;
  readonly modifiedMs: number;
}
