import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  ChecksumAlgorithm,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListMultipartUploadsCommand,
  ListObjectsCommand,
  ListPartsCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LOCAL_BUCKET as Bucket } from '../../../lib/contract/local-account.ts';
import { OTHER_BUCKET, type S3Server, startS3 } from './s3-server.ts';

let s3: S3Server;

beforeAll(async () => {
  s3 = await startS3();
});
afterAll(async () => s3[Symbol.asyncDispose]());

const put = (Key: string, Body: string, more: object = {}) =>
  s3.client.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const get = (Key: string, more: object = {}) =>
  s3.client.send(new GetObjectCommand({ Bucket, Key, ...more }));
const text = async (Key: string, more: object = {}): Promise<string | undefined> =>
  (await get(Key, more)).Body?.transformToString();

describe('the client of the SDK', () => {
  test('finds the buckets and their region', async () => {
    const { Buckets } = await s3.client.send(new ListBucketsCommand({}));
    expect(Buckets?.map(({ Name }) => Name)).toEqual([Bucket, OTHER_BUCKET]);
    const { LocationConstraint } = await s3.client.send(new GetBucketLocationCommand({ Bucket }));
    expect(LocationConstraint ?? '').toBe('');
    expect(await s3.client.send(new HeadBucketCommand({ Bucket }))).toMatchObject({
      BucketRegion: 'us-east-1',
    });
    await expect(s3.client.send(new HeadBucketCommand({ Bucket: 'none-such' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('is told when a bucket was made, whatever is written later', async () => {
    await using own = await startS3();
    const list = async () => (await own.client.send(new ListBucketsCommand({}))).Buckets;
    const before = await list();
    await own.client.send(new PutObjectCommand({ Bucket, Key: 'first', Body: 'b' }));
    await own.client.send(new PutObjectCommand({ Bucket: OTHER_BUCKET, Key: 'first', Body: 'b' }));

    expect(await list()).toEqual(before);
  });

  test('makes a bucket, and keeps what is in it when it is made again', async () => {
    await using own = await startS3();
    const made = { Bucket: 'nova-act-000000000000-us-east-1' };
    await own.client.send(new CreateBucketCommand(made));
    await own.client.send(new PutObjectCommand({ ...made, Key: 'a', Body: 'b' }));
    expect(await own.client.send(new CreateBucketCommand(made))).toMatchObject({
      Location: `/${made.Bucket}`,
    });
    expect(await own.client.send(new HeadObjectCommand({ ...made, Key: 'a' }))).toMatchObject({
      ContentLength: 1,
    });
    for (const Bucket of ['ab', 'Upper', 'a..b', '127.0.0.1', '.hidden'])
      await expect(own.client.send(new CreateBucketCommand({ Bucket }))).rejects.toMatchObject({
        name: 'InvalidBucketName',
      });
    await expect(
      own.client.send(new CreateBucketCommand({ ...made, ObjectLockEnabledForBucket: true })),
    ).rejects.toMatchObject({ name: 'NotImplemented' });
  });

  test('gets an object as it was put, with all that was said of it', async () => {
    const said = {
      ContentType: 'text/x-shop; charset=utf-8',
      CacheControl: 'no-store',
      ContentDisposition: 'attachment',
      ContentEncoding: 'identity',
      Metadata: { by: 'ada' },
    };
    const { ETag } = await put('shop/ü b+c%2F.txt', 'content', said);
    expect(await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'shop/ü b+c%2F.txt' }))).toMatchObject({
      ...said,
      ETag,
      ContentLength: 7,
      LastModified: expect.any(Date),
    });
    expect(ETag).toBe(`"${createHash('md5').update('content').digest('hex')}"`);
    expect(await text('shop/ü b+c%2F.txt')).toBe('content');
    expect(await get('shop/ü b+c%2F.txt', { ResponseContentType: 'a/b' })).toMatchObject({
      ContentType: 'a/b',
    });
  });

  test('gets some of its bytes, and none when it has them', async () => {
    const { ETag } = await put('some', '0123456789');
    expect(await text('some', { Range: 'bytes=2-4' })).toBe('234');
    await expect(get('some', { Range: 'bytes=10-' })).rejects.toMatchObject({ name: 'InvalidRange' });
    await expect(get('some', { IfNoneMatch: ETag })).rejects.toMatchObject({
      $metadata: { httpStatusCode: 304 },
    });
    await expect(get('some', { IfMatch: '"x"' })).rejects.toMatchObject({ name: 'PreconditionFailed' });
    await expect(put('some', 'new', { IfNoneMatch: '*' })).rejects.toMatchObject({
      name: 'PreconditionFailed',
    });
    expect(await text('some')).toBe('0123456789');
  });

  test.each(
    Object.values(ChecksumAlgorithm).filter(
      (name) => !name.startsWith('XXHASH') && name !== 'SHA512' && name !== 'MD5',
    ),
  )('sends and compares %s', async (algorithm) => {
    const name = `Checksum${algorithm}` as const;
    const { [name]: put1 } = await put(`sum/${algorithm}`, 'content', { ChecksumAlgorithm: algorithm });
    const got = await get(`sum/${algorithm}`, { ChecksumMode: 'ENABLED' });
    expect(put1).toBeDefined();
    expect(got).toMatchObject({ [name]: put1, ChecksumType: 'FULL_OBJECT' });
    expect(await got.Body?.transformToString()).toBe('content');
  });

  test('sends streams, in chunks with their checksum behind them', async () => {
    const content = randomBytes(300_000);
    const Body = Readable.from([content.subarray(0, 100_000), content.subarray(100_000)]);
    const sent = { Bucket, Key: 'stream', Body, ContentLength: content.length, ContentEncoding: 'br' };
    const { ChecksumCRC32 } = await s3.client.send(new PutObjectCommand(sent));
    const got = await get('stream', { ChecksumMode: 'ENABLED' });
    expect(got).toMatchObject({ ChecksumCRC32, ContentEncoding: 'br' });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(content)).toBe(true);
  });

  test('lists page by page, in folders, and as older tools do', async () => {
    const keys = ['list/a', 'list/a b', 'list/a/1', 'list/a/2', 'list/b&<', 'list/c/1'];
    for (const key of keys) await put(key, key);
    const found = [];
    for await (const page of paginateListObjectsV2(
      { client: s3.client, pageSize: 2 },
      { Bucket, Prefix: 'list/' },
    )) {
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
    }
    expect(found).toEqual(keys);
    const inFolders = { Bucket, Prefix: 'list/', Delimiter: '/', EncodingType: 'url' as const };
    expect(await s3.client.send(new ListObjectsCommand(inFolders))).toMatchObject({
      Contents: [
        { Key: 'list/a', Size: 6, ETag: expect.any(String) },
        { Key: 'list/a%20b' },
        { Key: 'list/b%26%3C' },
      ],
      CommonPrefixes: [{ Prefix: 'list/a/' }, { Prefix: 'list/c/' }],
      IsTruncated: false,
    });
  });

  test('copies an object with what was said of it, or with something else', async () => {
    await put('from/ä', 'content', { Metadata: { by: 'ada' } });
    const CopySource = encodeURI(`${Bucket}/from/ä`);
    const copy = (more: object) =>
      s3.client.send(new CopyObjectCommand({ Bucket: OTHER_BUCKET, Key: 'to', CopySource, ...more }));
    const head = () => s3.client.send(new HeadObjectCommand({ Bucket: OTHER_BUCKET, Key: 'to' }));
    await copy({});
    expect(await head()).toMatchObject({ Metadata: { by: 'ada' }, ContentLength: 7 });
    await copy({ MetadataDirective: 'REPLACE', Metadata: { by: 'grace' } });
    expect(await head()).toMatchObject({ Metadata: { by: 'grace' } });
    await expect(copy({ Bucket, Key: 'from/ä' })).rejects.toMatchObject({ name: 'InvalidRequest' });
    await expect(copy({ CopySource: `${Bucket}/none` })).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('deletes one object and many, also those that are not there', async () => {
    for (const key of ['gone/1', 'gone/2', 'gone/ &é\r']) await put(key, key);
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone/1' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'gone/1' }));
    const Objects = ['gone/2', 'gone/ &é\r', 'gone/none'].map((Key) => ({ Key }));
    const { Deleted, Errors } = await s3.client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects } }),
    );
    expect({ Deleted, Errors }).toEqual({ Deleted: Objects, Errors: undefined });
    expect(existsSync(path.join(s3.stateDir, 'artifacts', 'gone'))).toBe(false);
    await expect(get('gone/1')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  test('tells whoever follows invocations of the records that it puts, in whatever bucket', async () => {
    const changed: unknown[] = [];
    s3.invocations.on('change', (change) => changed.push(change));
    await put('shop/invocations/1.json', '{}');
    await s3.client.send(
      new PutObjectCommand({ Bucket: OTHER_BUCKET, Key: 'till/invocations/2.json', Body: '{}' }),
    );
    expect(changed).toEqual([{ definitionName: 'shop' }, { definitionName: 'till' }]);
    expect(readFileSync(path.join(s3.stateDir, 'artifacts', 'shop', 'invocations', '1.json'), 'utf8')).toBe(
      '{}',
    );
  });
});

describe('an object in parts', () => {
  const FIRST = randomBytes(5 * 1024 * 1024);
  const begin = async (
    Key: string,
    more: object = {},
  ): Promise<{ Bucket: string; Key: string; UploadId: string }> => {
    const { UploadId = '' } = await s3.client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ...more }),
    );
    return { Bucket, Key, UploadId };
  };
  type Begun = Awaited<ReturnType<typeof begin>>;
  const upload = async (
    begun: Begun,
    PartNumber: number,
    Body: Uint8Array | string,
  ): Promise<CompletedPart> => {
    const part = await s3.client.send(new UploadPartCommand({ ...begun, PartNumber, Body }));
    const { ETag, ChecksumCRC32 } = part;
    return { PartNumber, ETag, ChecksumCRC32 };
  };
  const complete = (begun: Begun, Parts: CompletedPart[]) =>
    s3.client.send(new CompleteMultipartUploadCommand({ ...begun, MultipartUpload: { Parts } }));
  const folders = (): readonly string[] => readdirSync(path.join(s3.stateDir, 'uploads'));

  test('is there when it is complete, not before, and its parts are gone', async () => {
    const begun = await begin('parts', { ChecksumAlgorithm: 'CRC32', ContentType: 'a/b' });
    const last = await upload(begun, 7, 'end');
    await upload(begun, 2, 'replaced');
    const first = await upload(begun, 2, FIRST);
    await expect(get('parts')).rejects.toMatchObject({ name: 'NoSuchKey' });
    expect(await s3.client.send(new ListPartsCommand(begun))).toMatchObject({
      Parts: [
        { ...first, Size: FIRST.length },
        { ...last, Size: 3 },
      ],
    });
    const done = await complete(begun, [first, last]);
    expect(done).toMatchObject({
      ETag: expect.stringMatching(/^"[0-9a-f]{32}-2"$/),
      ChecksumType: 'COMPOSITE',
    });
    expect(await complete(begun, [first, last])).toMatchObject({ ETag: done.ETag });
    const content = await (await get('parts')).Body?.transformToByteArray();
    expect(Buffer.concat([FIRST, Buffer.from('end')]).equals(content ?? Buffer.alloc(0))).toBe(true);
    const head = new HeadObjectCommand({ Bucket, Key: 'parts', PartNumber: 2, ChecksumMode: 'ENABLED' });
    expect(await s3.client.send(head)).toMatchObject({ ContentLength: 3, PartsCount: 2, ContentType: 'a/b' });
    expect(folders()).toEqual([]);
  });

  test('has the checksum of the whole when that is asked for', async () => {
    const begun = await begin('whole', { ChecksumAlgorithm: 'CRC32', ChecksumType: 'FULL_OBJECT' });
    const parts = [await upload(begun, 1, FIRST), await upload(begun, 2, 'end')];
    const { ChecksumCRC32 } = await complete(begun, parts);
    const alone = await put('whole-alone', 'a');
    expect(alone.ChecksumCRC32).toBe('6Le+Qw==');
    const { CopyObjectResult } = await s3.client.send(
      new CopyObjectCommand({ Bucket, Key: 'whole-alone', CopySource: `${Bucket}/whole` }),
    );
    expect(CopyObjectResult?.ChecksumCRC32).toBe(ChecksumCRC32);
  });

  test('may take its parts from other objects', async () => {
    await put('source', '0123456789');
    const begun = await begin('copied');
    const part = { ...begun, PartNumber: 1, CopySource: `${Bucket}/source`, CopySourceRange: 'bytes=2-4' };
    const { CopyPartResult } = await s3.client.send(new UploadPartCopyCommand(part));
    await complete(begun, [{ PartNumber: 1, ETag: CopyPartResult?.ETag }]);
    expect(await text('copied')).toBe('234');
  });

  test('is refused when its parts are not those that were sent', async () => {
    const begun = await begin('refused');
    const [one, two] = [await upload(begun, 1, 'too small'), await upload(begun, 2, 'end')];
    await expect(complete(begun, [two, one])).rejects.toMatchObject({ name: 'InvalidPartOrder' });
    await expect(complete(begun, [one, two])).rejects.toMatchObject({ name: 'EntityTooSmall' });
    await expect(complete(begun, [{ PartNumber: 1, ETag: '"ab"' }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    await expect(complete(begun, [{ PartNumber: 3, ETag: one.ETag }])).rejects.toMatchObject({
      name: 'InvalidPart',
    });
    expect(await s3.client.send(new ListMultipartUploadsCommand({ Bucket, Prefix: 'ref' }))).toMatchObject({
      Uploads: [{ Key: 'refused', UploadId: begun.UploadId }],
    });
    await s3.client.send(new AbortMultipartUploadCommand(begun));
    await expect(upload(begun, 1, 'late')).rejects.toMatchObject({ name: 'NoSuchUpload' });
    await expect(complete(begun, [one])).rejects.toMatchObject({ name: 'NoSuchUpload' });
    expect(folders()).toEqual([]);
  });
});
