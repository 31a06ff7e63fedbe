import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { AnswerError, CHECK_PROXY } from '../../core/answer-error.ts';
import { PageTokens } from '../../core/paging.ts';
import { type ArtifactKind, artifactKind } from './artifact-kind.ts';
import type { ArtifactPlace } from './artifact-place.ts';

/** All objects of a workflow, in the order of their keys. */
export async function* artifactObjects(
  client: Pick<S3Client, 'send'>,
  { bucket, prefix }: ArtifactPlace,
  signal: AbortSignal,
): AsyncGenerator<ArtifactObject> {
  const start = `${prefix}/`;
  const tokens = new PageTokens(`The list of the bucket ${bucket}`);
  for (let token: string | undefined, isFirst = true; isFirst || token !== undefined; isFirst = false) {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: start,
        ...(token !== undefined && { ContinuationToken: token }),
      }),
      { abortSignal: signal },
    );
    if (page.KeyCount === undefined)
      throw new AnswerError(`S3 did not say what is in the bucket ${bucket}.`, CHECK_PROXY);
    for (const {
      Key: key = '',
      Size: sizeBytes = 0,
      LastModified: modifiedAt = new Date(0),
    } of page.Contents ?? []) {
      const path = key.slice(start.length);
      // What some tools make for the prefix itself, to have a folder.
      if (path !== '') yield { key, path, sizeBytes, modifiedAt, kind: artifactKind(path) };
    }
    token = tokens.next(page.NextContinuationToken);
  }
}

/** What a list says of an object. */
export interface ArtifactObject {
  readonly key: string;
  /** The key without the prefix of the workflow. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  readonly kind: ArtifactKind;
}
