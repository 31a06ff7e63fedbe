/** Where the records of invocations outlive the process. */
export interface ArtifactStore {
  /** @throws when it cannot be written */
  put(key: string, text: string): Promise<void>;
  /** @returns `undefined` when there is none. @throws when it cannot be read */
  get(key: string): Promise<string | undefined>;
}
