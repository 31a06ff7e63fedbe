import type { S3Client } from '@aws-sdk/client-s3';
import { messageOf, nameOf } from '../../core/errors.ts';
import { parseJson } from '../../core/json.ts';
import { isAccessDenied, sentence } from '../aws-failure.ts';
import { factsOf } from '../error-facts.ts';
import { type ArtifactPlace, folderOf } from './artifact-place.ts';
import type { RecordsAccess } from './records-access.ts';

/**
 * The value of a JSON object below a prefix. S3 denies an object that is not there to those who may not list the bucket: whether
 * it is there is not known then, whichever right is named.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 * @throws what is no answer to this question
 */
export async function readObject(
  place: ArtifactPlace,
  key: string,
  { s3, call }: { readonly s3: () => Promise<Pick<S3Client, 'send'>> } & Pick<RecordsAccess, 'call'>,
): Promise<ReadObject> {
  const { GetObjectCommand } = await import('@aws-sdk/client-s3');
  const client = await s3();
  try {
    const input = { Bucket: place.bucket, Key: `${folderOf(place)}${key}` };
    const { Body: body } = await client.send(new GetObjectCommand(input), call);
    return { value: parseJson((await body?.transformToString('utf8')) ?? '') };
  } catch (error) {
    if (nameOf(error) === 'NoSuchKey') return {};
    if (isAccessDenied(factsOf(error))) return { unknown: denied(messageOf(error), place) };
    throw error;
  }
}

/** Without either there is no such object. */
export interface ReadObject {
  /** `undefined` also for what is not JSON. */
  readonly value?: unknown;
  /** Why nobody knows whether it is there, for the end of a sentence. */
  readonly unknown?: string | undefined;
}

function denied(message: string, place: ArtifactPlace): string {
  const { bucket } = place;
  const said = `S3 says: ${sentence(message)}`;
  if (/\bs3:ListBucket\b/.test(message)) {
    return `${said} It does not say whether it is there to a caller without s3:ListBucket on arn:aws:s3:::${bucket}.`;
  }
  return `${said} The caller needs s3:GetObject on arn:aws:s3:::${bucket}/${folderOf(place)}*; without s3:ListBucket on the bucket, what is not there is denied as well.`;
}
