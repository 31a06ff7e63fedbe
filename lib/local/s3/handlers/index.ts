import type { S3Answer, S3Call, S3Service } from '../s3-call.ts';
import type { S3Operation } from '../s3-operation.ts';
import { getBucketLocation, headBucket, listBuckets } from './bucket-handlers.ts';
import { completeMultipartUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { createBucket } from './create-bucket.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listMultipartUploads, listParts } from './list-uploads.ts';
import { getObject, getObjectTagging, headObject } from './object-answer.ts';
import { putObject } from './put-object.ts';
import {
  abortMultipartUpload,
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
} from './upload-handlers.ts';

/** Does what a request asks for. */
export type S3Handler = (call: S3Call, service: S3Service) => Promise<S3Answer>;

/** The handlers of all operations that are served. */
export const S3_HANDLERS: Readonly<Record<S3Operation, S3Handler>> = {
  ListBuckets: listBuckets,
  CreateBucket: createBucket,
  HeadBucket: headBucket,
  GetBucketLocation: getBucketLocation,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  HeadObject: headObject,
  GetObject: getObject,
  GetObjectTagging: getObjectTagging,
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  CreateMultipartUpload: createMultipartUpload,
  UploadPart: uploadPart,
  UploadPartCopy: uploadPartCopy,
  CompleteMultipartUpload: completeMultipartUpload,
  AbortMultipartUpload: abortMultipartUpload,
  ListMultipartUploads: listMultipartUploads,
  ListParts: listParts,
};
