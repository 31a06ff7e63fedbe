import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { LOCAL_BUCKET } from '../../contract/local-account.ts';

/** The folder that is a bucket of a local AWS, whether there is one of that name or not. Its objects are files in it. */
export function bucketDir(options: { readonly stateDir: string; readonly bucket: string }): string {
  const { stateDir, bucket } = options;
  return bucket === LOCAL_BUCKET
    ? path.resolve(stateDir, 'artifacts')
    : path.join(bucketsDir(stateDir), bucket);
}

/** Makes a bucket, unless it is there. */
export function makeBucket(options: { readonly stateDir: string; readonly bucket: string }): void {
  mkdirSync(bucketDir(options), { recursive: true, mode: 0o700 });
}

/** The names of all buckets. {@link LOCAL_BUCKET} is always there. */
export function bucketNames(stateDir: string): readonly string[] {
  const others = existsSync(bucketsDir(stateDir)) ? readdirSync(bucketsDir(stateDir)) : [];
  return [LOCAL_BUCKET, ...others].sort();
}

function bucketsDir(stateDir: string): string {
  return path.resolve(stateDir, 'buckets');
}
