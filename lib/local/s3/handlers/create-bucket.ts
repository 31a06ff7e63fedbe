import { isBucketName } from '../../../contract/bucket-name.ts';
import { LOCAL_BUCKET } from '../../../contract/local-account.ts';
import { makeBucket } from '../buckets.ts';
import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import { S3Error } from '../s3-error.ts';

/**
 * Makes a bucket: the official CLI `act` does so before it makes a definition. A bucket that is there stays as it is, as in
 * the region us-east-1 of AWS. Where it shall be is not looked at: buckets here are in every region.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html
 */
export async function createBucket(call: S3Call, { stateDir }: S3Service): Promise<S3Answer> {
  const { bucket } = call;
  call.allow('s3:CreateBucket', { bucket });
  if (!isBucketName(bucket)) {
    throw new S3Error(400, 'InvalidBucketName', 'The specified bucket is not valid.', { BucketName: bucket });
  }
  for (const name of NOT_KEPT) {
    if (call.headers[name] !== undefined) {
      throw new S3Error(501, 'NotImplemented', `Local AWS makes buckets without ${name}.`, { Header: name });
    }
  }
  await call.text();
  if (bucket !== LOCAL_BUCKET) makeBucket({ stateDir, bucket });
  return { headers: { location: `/${bucket}` } };
}

const NOT_KEPT = ['x-amz-bucket-object-lock-enabled', 'x-amz-bucket-namespace'];
