/** Where the traces of acts go besides `logsDirectory`, such as a bucket; see `s3Artifacts`. */
export interface TraceSink {
  /** Said in errors, such as `s3://bucket/prefix`. */
  readonly name: string;
  /** Stores a file that is complete. @throws when it cannot be stored */
  put(
    key: string,
    file: { readonly body: Uint8Array<ArrayBuffer>; readonly contentType: string },
  ): Promise<void>;
}
