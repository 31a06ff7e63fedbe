import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { AnswerError, CHECK_PROXY } from '../../core/answer-error.ts';
import { PageTokens } from '../../core/paging.ts';
import { type ArtifactPlace, folderOf } from '../run-records/artifact-place.ts';
import { type ArtifactKind, artifactKind, isStepFile } from './artifact-kind.ts';

/**
 * All objects of a workflow: what is below its prefix, and what Nova Act exports under it. That puts the prefix directly before
 * the name of a file, `step_{N}.json`, without a slash. Other keys that begin alike are those of another workflow, such as
 * `headline-2/…` beside `headline/…`, and are not listed.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/nova-act/2025-08-22/service-2.json (shape `S3KeyPrefix`)
 */
export async function* artifactObjects(
  client: Pick<S3Client, 'send'>,
  place: ArtifactPlace,
  signal: AbortSignal,
): AsyncGenerator<ArtifactObject> {
  const { prefix } = place;
  const below = { ...place, start: folderOf(place) };
  yield* objectsFrom(client, below, signal);
  if (prefix === '') return;
  for await (const object of objectsFrom(client, { ...place, start: `${prefix}step_` }, signal)) {
    if (isStepFile(object.key.slice(prefix.length))) yield object;
  }
}

/** The objects whose keys begin so, in the order of their keys. */
export async function* objectsFrom(
  client: Pick<S3Client, 'send'>,
  { bucket, start, ...place }: ArtifactPlace & { readonly start: string },
  signal: AbortSignal,
): AsyncGenerator<ArtifactObject> {
  const folder = folderOf({ bucket, ...place });
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
      const path = key.startsWith(folder) ? key.slice(folder.length) : key;
      // What some tools make for the prefix itself, to have a folder.
      if (path !== '') yield { key, path, sizeBytes, modifiedAt, kind: artifactKind(path) };
    }
    token = tokens.next(page.NextContinuationToken);
  }
}

/** What a list says of an object. */
export interface ArtifactObject {
  readonly key: string;
  /** The key without the folder of the workflow; the whole one of what is elsewhere. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
  readonly kind: ArtifactKind;
}
