import { LOCAL_BUCKET, LOCAL_REGION } from '../../../contract/local-account.ts';
import { statIfThere } from '../../../core/files.ts';
import { bucketDir, bucketNames } from '../buckets.ts';
import { OWNER, type S3Answer, type S3Call, type S3Service } from '../s3-call.ts';
import { S3_NAMESPACE } from '../xml.ts';

export async function listBuckets(call: S3Call, { stateDir, earliestMs }: S3Service): Promise<S3Answer> {
  call.allow('s3:ListAllMyBuckets', {});
  const prefix = call.query.get('prefix') ?? '';
  const after = call.query.get('continuation-token') ?? '';
  const most = call.count('max-buckets', { fallback: MAX_BUCKETS, max: MAX_BUCKETS, min: 1 });
  const names = bucketNames(stateDir).filter((name) => name.startsWith(prefix) && name > after);
  const page = names.slice(0, most);
  const Bucket = page.map((name) => ({
    Name: name,
    CreationDate: new Date(createdAtMs({ stateDir, bucket: name }, earliestMs)).toISOString(),
    BucketRegion: call.signature.region,
  }));
  return {
    xml: {
      ListAllMyBucketsResult: {
        ...S3_NAMESPACE,
        Buckets: { Bucket },
        Owner: OWNER,
        ContinuationToken: names.length > page.length ? page.at(-1) : undefined,
        Prefix: prefix === '' ? undefined : prefix,
      },
    },
  };
}

/** Says the region of the caller, so that no client looks for the bucket elsewhere. */
export async function headBucket(call: S3Call): Promise<S3Answer> {
  call.allow('s3:ListBucket', { bucket: call.bucket });
  return { headers: { 'x-amz-bucket-region': call.signature.region, 'x-amz-access-point-alias': 'false' } };
}

/** On AWS, too, the first region has no name here. */
export async function getBucketLocation(call: S3Call): Promise<S3Answer> {
  call.allow('s3:GetBucketLocation', { bucket: call.bucket });
  const { region } = call.signature;
  return { xml: { LocationConstraint: { ...S3_NAMESPACE, '#text': region === LOCAL_REGION ? '' : region } } };
}

const MAX_BUCKETS = 10_000;

/**
 * When a bucket was made. The bucket of the foundation is there before its folder, since the state folder is.
 *
 * @param earliestMs where the file system keeps no time of birth, a write would change it
 */
function createdAtMs(
  at: { readonly stateDir: string; readonly bucket: string },
  earliestMs: Map<string, number>,
): number {
  const folder = at.bucket === LOCAL_BUCKET ? at.stateDir : bucketDir(at);
  const { birthtimeMs, mtimeMs } = statIfThere(folder) ?? NOTHING;
  const madeMs = Math.min(birthtimeMs || mtimeMs, mtimeMs, earliestMs.get(at.bucket) ?? Number.MAX_VALUE);
  earliestMs.set(at.bucket, madeMs);
  return madeMs;
}

const NOTHING = { birthtimeMs: 0, mtimeMs: Date.now() };
