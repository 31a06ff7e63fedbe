import path from 'node:path';
import { isBrowserTrace } from '../../contract/browser-trace.ts';
import { sessionKeys } from '../../contract/session-keys.ts';
import { namesIn } from '../../core/files.ts';
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
