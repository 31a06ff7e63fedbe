import { isBrowserTrace, isFileOfAct } from '../../contract/browser-trace.ts';
import { sessionKeys, TRAJECTORY_SUFFIX } from '../../contract/session-keys.ts';
import { isUuid } from '../../contract/uuid.ts';
import type { ArtifactObject } from '../artifacts/artifact-objects.ts';

/** What a run has left in the artifact bucket, as far as this project knows it, by session. Pure. */
export function filesOfRun(workflowRunId: string, objects: readonly ArtifactObject[]): FilesOfRun {
  const bySession = new Map<string, ArtifactObject[]>();
  for (const object of objects) {
    const sessionId = object.path.split('/')[3] ?? '';
    const folder = `${sessionKeys({ workflowRunId, sessionId })}/`;
    const isStored = object.kind === 'trace' || object.kind === 'browser-trace';
    if (!isStored || !isUuid(sessionId) || !object.path.startsWith(folder)) continue;
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), object]);
  }
  const of = (sessionId: string): readonly ArtifactObject[] => bySession.get(sessionId) ?? [];
  return {
    trajectory: (sessionId, actId) => of(sessionId).find((file) => isTrajectory(file, actId)),
    browserTraces: (sessionId) => of(sessionId).map(nameOfFile).filter(isBrowserTrace),
  };
}

/** Files, by whom they are of. */
export interface FilesOfRun {
  /** What happened in an act. */
  trajectory(sessionId: string, actId: string): ArtifactObject | undefined;
  /** Names of all of Playwright's traces of a session. */
  browserTraces(sessionId: string): readonly string[];
}

/** The name of a file in the folder of its session. */
export function nameOfFile({ path }: ArtifactObject): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Whether a file is the trace of this act. */
export function isTrajectory(file: ArtifactObject, actId: string): boolean {
  const name = nameOfFile(file);
  return isFileOfAct(name, actId) && name.endsWith(TRAJECTORY_SUFFIX);
}
