import { lstatSync, mkdirSync, renameSync, rmSync, type Stats, utimesSync } from 'node:fs';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { hasCode } from '../../core/errors.ts';
import { makeFolder, temporaryName } from '../../core/files.ts';
import type { ArtifactObject } from './artifact-objects.ts';
import type { ObjectPath } from './object-paths.ts';

/**
 * Fetches an object to its file: first to one beside it, which takes its place when it is complete. The file gets the time of
 * the object, by which the next call knows it.
 *
 * @returns what was done: `there` when the file has the size and the time of the object already
 * @throws InTheWayError for what may not be replaced; errors of S3 and of the disk
 */
export async function pullObject(
  client: Pick<S3Client, 'send'>,
  options: {
    readonly bucket: string;
    readonly object: ArtifactObject;
    /** The folder that everything goes below. */
    readonly root: string;
    readonly names: ObjectPath;
    /** Replaces a file that differs. */
    readonly force: boolean;
    readonly signal: AbortSignal;
  },
): Promise<'pulled' | 'there'> {
  const { bucket, object, root, names, force, signal } = options;
  const file = path.join(folderBelow(root, names.slice(0, -1)), names.at(-1) ?? '');
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there !== undefined && isSame(there, object)) return 'there';
  if (there?.isDirectory() === true) throw new InTheWayError(`${file} is a folder`);
  if (there !== undefined && !force) {
    throw new InTheWayError(`${file} is there and differs in size or time; --force replaces it`);
  }
  const temporary = temporaryName(file);
  // Before S3 is asked: a file that is opened later might be made after it was removed.
  const handle = await open(temporary, 'wx');
  try {
    const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: object.key }), {
      abortSignal: signal,
    });
    const { Body: body, ContentLength: sizeBytes, LastModified: modifiedAt = object.modifiedAt } = answer;
    if (!(body instanceof Readable)) throw new Error('S3 answered without a body.');
    const written = handle.createWriteStream();
    await pipeline(body, written, { signal });
    if (sizeBytes !== undefined && written.bytesWritten !== sizeBytes) {
      throw new Error(`Only ${written.bytesWritten} of ${sizeBytes} bytes came.`);
    }
    await handle.close();
    utimesSync(temporary, modifiedAt, modifiedAt);
    renameSync(temporary, file);
  } finally {
    // Waits for what is being written.
    await handle.close();
    rmSync(temporary, { force: true });
  }
  return 'pulled';
}

/** What is on the disk is left alone. */
export class InTheWayError extends Error {
  override readonly name = 'InTheWayError';
}

/** Headers of S3 have whole seconds, lists have more. */
function isSame(there: Stats, { sizeBytes, modifiedAt }: ArtifactObject): boolean {
  const seconds = (milliseconds: number): number => Math.floor(milliseconds / 1000);
  return (
    there.isFile() && there.size === sizeBytes && seconds(there.mtimeMs) === seconds(modifiedAt.getTime())
  );
}

/** Makes folders below another one. A link among them would lead elsewhere. */
function folderBelow(root: string, names: readonly string[]): string {
  makeFolder(root);
  let folder = root;
  for (const name of names) {
    folder = path.join(folder, name);
    try {
      mkdirSync(folder);
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
      if (!lstatSync(folder).isDirectory()) throw new InTheWayError(`${folder} is no folder`);
    }
  }
  return folder;
}
