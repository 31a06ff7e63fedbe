import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { isBrowserTrace, MAX_BROWSER_TRACE_BYTES } from '../../contract/browser-trace.ts';
import { sessionKeys } from '../../contract/session-keys.ts';
import { ExplainedError, hasCode, isExplained, reasonOf } from '../../core/errors.ts';
import { namesIn } from '../../core/files.ts';
import { formatBytes } from '../../core/format-bytes.ts';
import { bucketDir, bucketNames } from '../s3/buckets.ts';

/** The files with Playwright's traces of a session, in whichever bucket its workflow has stored them. @returns absolute paths */
export function browserTraceFiles(
  stateDir: string,
  session: { readonly definitionName: string; readonly runId: string; readonly sessionId: string },
): readonly string[] {
  const { definitionName, runId, sessionId } = session;
  if ([definitionName, runId, sessionId].some((name) => !/^[\w-]+$/.test(name))) return [];
  const below = sessionKeys({ workflowRunId: runId, sessionId }).split('/');
  return bucketNames(stateDir).flatMap((bucket) => {
    const folder = path.join(bucketDir({ stateDir, bucket }), definitionName, ...below);
    return namesIn(folder)
      .filter(isBrowserTrace)
      .map((name) => path.join(folder, name));
  });
}

/** One of these files; `undefined` when it is gone. @throws ExplainedError when it cannot be read, or is too large to be */
export async function readBrowserTrace(file: string): Promise<Uint8Array | undefined> {
  try {
    const { size } = await stat(file);
    if (size <= MAX_BROWSER_TRACE_BYTES) return await readFile(file);
    const [has, most] = [formatBytes(size), formatBytes(MAX_BROWSER_TRACE_BYTES)];
    throw new ExplainedError({
      what: `${file} has ${has}, more than the ${most} that are shown here.`,
      fix: 'Open that file with "npx playwright show-trace".',
    });
  } catch (error) {
    if (isExplained(error)) throw error;
    if (hasCode(error, 'ENOENT')) return undefined;
    throw new ExplainedError({ what: `${file} cannot be read: ${reasonOf(error)}.`, cause: error });
  }
}
