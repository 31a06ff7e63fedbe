import yauzl from 'yauzl';
import { reasonOf } from '../../core/errors.ts';

/**
 * Why a file is no trace that could be shown, for people; `undefined` when it is one. Half of a file has no list of what is in it, which
 * stands at its end.
 */
export async function traceProblem(bytes: Uint8Array): Promise<string | undefined> {
  if (bytes.byteLength === 0) return 'It is empty.';
  try {
    const names = await namesInZip(bytes);
    return names.some((name) => name.endsWith('.trace')) ? undefined : 'There is no trace in the zip file.';
  } catch (error) {
    return `It is not a whole zip file: ${reasonOf(error)}.`;
  }
}

async function namesInZip(bytes: Uint8Array): Promise<readonly string[]> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  const names: string[] = [];
  for await (const { fileName } of zip.eachEntry()) names.push(fileName);
  return names;
}
