/** Where the records of invocations outlive the process. */
export interface ArtifactStore {
  /** @throws when it cannot be written */
  put(key: string, text: string): Promise<void>;
  /** @returns `undefined` when there is none. @throws when it cannot be read */
  get(key: string): Promise<string | undefined>;
  /** Writes what is not there yet. @throws also when it is. @default as {@link ArtifactStore.put} */
  readonly putNew?: ((key: string, text: string) => Promise<void>) | undefined;
  /** The address of a key, for those who get what is there from elsewhere. @default the key alone */
  readonly uriOf?: ((key: string) => string) | undefined;
}

/** The address of what is stored below a prefix of a bucket. */
export function artifactUri(
  place: { readonly bucket: string; readonly prefix: string },
  key: string,
): string {
  return `s3://${[place.bucket, place.prefix, key].filter((part) => part !== '').join('/')}`;
}
