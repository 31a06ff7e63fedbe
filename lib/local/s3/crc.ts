import { crc32 } from 'node:zlib';

/** A checksum that is computed piece by piece. */
export interface RunningChecksum {
  update(bytes: Uint8Array): void;
  /** The checksum of all bytes so far, as S3 encodes it before base64: big-endian. */
  digest(): Buffer;
}

/** CRC-32 of zip files. */
export function runningCrc32(): RunningChecksum {
  let value = 0;
  return {
    update: (bytes) => {
      value = crc32(bytes, value);
    },
    digest: () => bigEndian(value),
  };
}

/**
 * CRC-32C (Castagnoli).
 *
 * @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
 */
export function runningCrc32c(): RunningChecksum {
  let state = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) state = (state >>> 8) ^ (TABLE_32C[(state ^ byte) & 0xff] ?? 0);
    },
    digest: () => bigEndian(~state >>> 0),
  };
}

/**
 * CRC-64/NVME. In two halves of 32 bits, because numbers of 64 bits are slow here.
 *
 * @see https://reveng.sourceforge.io/crc-catalogue/17plus.htm#crc.cat.crc-64-nvme
 */
export function runningCrc64Nvme(): RunningChecksum {
  let high = -1;
  let low = -1;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (TABLE_64.low[index] ?? 0);
        high = (high >>> 8) ^ (TABLE_64.high[index] ?? 0);
      }
    },
    digest: () => bigEndian(~high >>> 0, ~low >>> 0),
  };
}

/** Both polynomials with the lowest power first. */
const TABLE_32C = Int32Array.from(tableOf(0x82f63b78n), (value) => Number(BigInt.asIntN(32, value)));
const TABLE_64 = halvesOf(tableOf(0x9a6c9329ac4bc9b5n));

function tableOf(polynomial: bigint): readonly bigint[] {
  return Array.from({ length: 256 }, (_, byte) => {
    let value = BigInt(byte);
    for (let bit = 0; bit < 8; bit += 1) value = value & 1n ? (value >> 1n) ^ polynomial : value >> 1n;
    return value;
  });
}

function halvesOf(table: readonly bigint[]): { readonly high: Int32Array; readonly low: Int32Array } {
  return {
    high: Int32Array.from(table, (value) => Number(BigInt.asIntN(32, value >> 32n))),
    low: Int32Array.from(table, (value) => Number(BigInt.asIntN(32, value))),
  };
}

function bigEndian(...words: readonly number[]): Buffer {
  const bytes = Buffer.alloc(words.length * 4);
  for (const [index, word] of words.entries()) bytes.writeUInt32BE(word, index * 4);
  return bytes;
}
