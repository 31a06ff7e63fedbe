import { isUtf8 } from 'node:buffer';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { SecretSearch } from './secret-search.ts';

/**
 * What may be stored of a file in a trace that is not its log: a body, a picture. Text is cleaned. Other bytes stay as they are unless a
 * secret may be among them: with one that can be found, or packed, where none can be; then they become empty.
 */
export async function cleanEntry(
  { uncompressedSize }: { readonly uncompressedSize: number },
  open: () => Promise<Readable>,
  search: SecretSearch,
): Promise<Buffer> {
  if (uncompressedSize > MAX_READ_BYTES) return EMPTY;
  const bytes = await buffer(await open());
  if (search.texts.length > 0 && isPacked(bytes)) return EMPTY;
  if (search.isInBytes(bytes)) return EMPTY;
  if (!isUtf8(bytes)) return bytes;
  const text = bytes.toString();
  const cleaned = search.clean(text, true);
  return cleaned === text ? bytes : Buffer.from(cleaned);
}

/** Whether it is packed already. */
export function isStoredAsItIs(fileName: string): boolean {
  return /\.(?:jpe?g|png|webp|gif|avif|woff2?|zip|gz|br|mp4|webm)$/i.test(fileName);
}

const EMPTY = Buffer.alloc(0);
const MAX_READ_BYTES = 32 * 1024 * 1024;

/** What was packed by programs: zip (and what is made of it), gzip, zlib, zstd, 7z, xz, bzip2. */
const PACKED = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x1f, 0x8b],
  [0x78, 0x01],
  [0x78, 0x9c],
  [0x78, 0xda],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x37, 0x7a, 0xbc, 0xaf],
  [0xfd, 0x37, 0x7a, 0x58],
  [0x42, 0x5a, 0x68],
].map((signs) => Buffer.from(signs));

function isPacked(bytes: Buffer): boolean {
  return PACKED.some((signs) => bytes.subarray(0, signs.length).equals(signs));
}
