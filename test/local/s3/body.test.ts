import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { receiveBody } from '../../../lib/local/s3/body.ts';
import { CHECKSUM_ALGORITHMS, runningChecksum } from '../../../lib/local/s3/checksums.ts';

const crc = (text: string): string => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64');
};

async function receive(
  headers: Readonly<Record<string, string>>,
  ...pieces: readonly (string | Uint8Array)[]
): Promise<string> {
  const written: Uint8Array[] = [];
  await receiveBody({
    source: (async function* () {
      for (const piece of pieces) yield Buffer.from(piece);
    })(),
    headers,
    write: async (piece) => written.push(Buffer.from(piece)),
  });
  return Buffer.concat(written).toString('utf8');
}

const codeOf = (headers: Readonly<Record<string, string>>, body: string): Promise<unknown> =>
  receive(headers, body).then(
    () => 'taken',
    (error: { code?: string }) => error.code,
  );

describe('a checksum', () => {
  // Values of "123456789" from the catalogue of cyclic checksums.
  test.each([
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', createHash('sha1').update('123456789').digest('hex')],
  ] as const)('%s is computed piece by piece', (algorithm, expected) => {
    const running = runningChecksum(algorithm);
    running.update(Buffer.from('1234'));
    running.update(Buffer.from('56789'));
    expect(running.digest().toString('hex')).toBe(expected);
  });

  test.each(CHECKSUM_ALGORITHMS)('%s that is wrong is refused', async (algorithm) => {
    const name = `x-amz-checksum-${algorithm.toLowerCase()}`;
    const of = (text: string): string => {
      const running = runningChecksum(algorithm);
      running.update(Buffer.from(text));
      return running.digest().toString('base64');
    };
    expect(await codeOf({ 'content-length': '2', [name]: of('hi') }, 'hi')).toBe('taken');
    expect(await codeOf({ 'content-length': '2', [name]: of('ho') }, 'hi')).toBe('BadDigest');
    expect(await codeOf({ 'content-length': '2', [name]: 'AAA' }, 'hi')).toBe('InvalidRequest');
  });
});

describe('a plain body', () => {
  const sha256 = createHash('sha256').update('hi').digest('hex');

  test.each([
    ['taken', {}],
    ['taken', { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }],
    ['taken', { 'x-amz-content-sha256': sha256, 'content-md5': 'SfaKXIST7CwL9ImCHCH8Ow==' }],
    ['XAmzContentSHA256Mismatch', { 'x-amz-content-sha256': sha256.replace(/./, 'z').replace('z', '0') }],
    ['BadDigest', { 'content-md5': 'SfaKXIST7CwL9ImCHCH8Ow=='.replace('S', 'T') }],
    ['InvalidDigest', { 'content-md5': 'hi' }],
    ['IncompleteBody', { 'content-length': '3' }],
    ['IncompleteBody', { 'content-length': '1' }],
    ['MissingContentLength', { 'content-length': '', 'transfer-encoding': 'chunked' }],
    ['EntityTooLarge', { 'content-length': '5368709121' }],
    ['InvalidRequest', { 'x-amz-checksum-xxhash3': 'AAAA' }],
    ['InvalidRequest', { 'x-amz-checksum-crc32': crc('hi'), 'x-amz-checksum-sha1': 'AAAA' }],
    ['InvalidRequest', { 'x-amz-sdk-checksum-algorithm': 'CRC32' }],
  ])('is %s with %j', async (expected, headers) => {
    expect(await codeOf({ 'content-length': '2', ...headers }, 'hi')).toBe(expected);
  });
});

describe('a body in chunks', () => {
  const chunked = {
    'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
    'x-amz-decoded-content-length': '7',
    'x-amz-trailer': 'x-amz-checksum-crc32',
  };
  const trailer = `x-amz-checksum-crc32:${crc('content')}`;
  const body = `4\r\ncont\r\n3;chunk-signature=0\r\nent\r\n0\r\n${trailer}\r\n\r\n`;

  test('is the same wherever it is cut on its way', () => {
    return fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(body.length), { maxLength: 8 }), async (cuts) => {
        const at = [0, ...cuts.sort((a, b) => a - b), body.length];
        const pieces = at.slice(1).map((end, index) => body.slice(at[index], end));
        expect(await receive(chunked, ...pieces)).toBe('content');
      }),
    );
  });

  test.each([
    ['taken', body],
    ['taken', body.replace('\r\n\r\n', '\r\nx-amz-trailer-signature:0\r\n\r\n')],
    ['IncompleteBody', body.slice(0, -2)],
    ['IncompleteBody', body.slice(0, 8)],
    ['IncompleteBody', ''],
    ['InvalidRequest', 'content'.repeat(3000)],
    ['InvalidRequest', body.replace('cont', 'conte')],
    ['IncompleteBody', `4\r\ncont\r\n0\r\n${trailer}\r\n\r\n`],
    ['BadDigest', body.replace(crc('content'), crc('other'))],
    ['InvalidRequest', body.replace(crc('content'), 'no')],
    ['MalformedTrailerError', body.replace('crc32', 'sha1')],
    ['MalformedTrailerError', body.replace(`${trailer}\r\n`, '')],
    ['MalformedTrailerError', body.replace('crc32:', 'crc32')],
  ])('is %s when it is %j', async (expected, sent) => {
    expect(await codeOf(chunked, sent)).toBe(expected);
  });

  test('may be signed, and without headers behind it', async () => {
    const { 'x-amz-trailer': _, ...headers } = chunked;
    const signed = { ...headers, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
    expect(await receive(signed, '7;chunk-signature=ab\r\ncontent\r\n0;chunk-signature=cd\r\n\r\n')).toBe(
      'content',
    );
  });
});
