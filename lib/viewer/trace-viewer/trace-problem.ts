import yauzl from 'yauzl';
import { reasonOf } from '../../core/errors.ts';

/**
 * Why a file is no trace that could be shown, for people; `undefined` when it is one. Half of a file has no list of what is in it, which
 * stands at its end.
 */
export async function traceProblem(bytes: Uint8Array): Promise<string | undefined> {
  if (bytes.byteLength === 0) return 'It is empty.';
  try {
    const sizes = await sizesOfTraces(bytes);
    if (sizes.length === 0) return 'There is no trace in the zip file.';
    return sizes.some((size) => size > 0) ? undefined : 'The trace in the zip file is empty.';
  } catch (error) {
    return `It is not a whole zip file: ${reasonOf(error)}.`;
  }
}

/** Before they were packed. */
async function sizesOfTraces(bytes: Uint8Array): Promise<readonly number[]> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const sizes: number[] = [];
  for await (const { fileName, uncompressedSize } of zip.eachEntry())
    if (fileName.endsWith('.trace')) sizes.push(uncompressedSize);
  return sizes;
}
