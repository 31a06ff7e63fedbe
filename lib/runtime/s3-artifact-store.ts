import { S3ObjectError, type S3Place, s3Objects } from '../service/s3-objects.ts';
import { type ArtifactStore, artifactUri } from './artifact-store.ts';

/** Records as objects of a bucket, with the credentials of the execution role. */
export function s3ArtifactStore(options: S3StorePlace): ArtifactStore {
  const objects = s3Objects(options);
  return {
    put: (key, text) => objects.put(key, text),
    get: async (key) => (await objects.get(key))?.toString(),
    async putNew(key, text) {
      try {
        await objects.put(key, text, { ifAbsent: true });
      } catch (error) {
        if (!(error instanceof S3ObjectError && error.isThere)) throw error;
        // An attempt of its own may have arrived whose answer has not.
        if ((await objects.get(key))?.toString() !== text) throw error;
      }
    },
    uriOf: (key) => artifactUri(options, key),
  };
}

/** Where the objects are. */
export type S3StorePlace = Omit<S3Place, 'credentials'>;
