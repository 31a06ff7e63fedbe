import { isFileOfAct } from '../../contract/browser-trace.ts';
import {
  EXPORTED_ACT,
  exportedActKeys,
  sessionKeys,
  TRAJECTORY_SUFFIX,
} from '../../contract/session-keys.ts';
import { isUuid } from '../../contract/uuid.ts';
import type { ActPlace } from '../../viewer/paths.ts';
import type { ArtifactKind } from '../artifacts/artifact-kind.ts';
import type { ArtifactObject } from '../artifacts/artifact-objects.ts';
import { pictureNameOf } from './without-pictures.ts';

/** What a run has left in the artifact bucket, as far as this project knows it, by session. Pure. */
export function filesOfRun(workflowRunId: string, objects: readonly ArtifactObject[]): FilesOfRun {
  const bySession = new Map<string, ArtifactObject[]>();
  for (const object of objects) {
    const sessionId = object.path.split('/')[3] ?? '';
    const folder = `${sessionKeys({ workflowRunId, sessionId })}/`;
    if (!STORED.has(object.kind) || !isUuid(sessionId) || !object.path.startsWith(folder)) continue;
    bySession.set(sessionId, [...(bySession.get(sessionId) ?? []), object]);
  }
  const of = (sessionId: string): readonly ArtifactObject[] => bySession.get(sessionId) ?? [];
  return {
    trace: (act) => traceOfAct({ ...act, runId: workflowRunId }, of(act.sessionId)),
    exported: (act) => {
      const folder = `${exportedActKeys({ ...act, workflowRunId })}/`;
      return of(act.sessionId).filter(
        (file) =>
          file.path.startsWith(folder) &&
          [EXPORTED_ACT, pictureNameOf(nameOfFile(file))].includes(nameOfFile(file)),
      );
    },
    browserTraces: (sessionId) =>
      of(sessionId)
        .filter(({ kind }) => kind === 'browser-trace')
        .map(nameOfFile),
  };
}

/** Files, by whom they are of. */
export interface FilesOfRun {
  /** What happened in an act. */
  trace(act: Pick<ActPlace, 'sessionId' | 'actId'>): ArtifactObject | undefined;
  /** The trace of an act that local AWS has exported, and its pictures. */
  exported(act: Pick<ActPlace, 'sessionId' | 'actId'>): readonly ArtifactObject[];
  /** Names of all of Playwright's traces of a session. */
  browserTraces(sessionId: string): readonly string[];
}

/** The name of a file in the folder of its session. */
export function nameOfFile({ path }: ArtifactObject): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The trace of an act among files: that of its workflow, which knows more, else what local AWS has exported. Pure. */
export function traceOfAct(
  { runId: workflowRunId, sessionId, actId }: Omit<ActPlace, 'definitionName'>,
  files: readonly ArtifactObject[],
): ArtifactObject | undefined {
  const exported = `${exportedActKeys({ workflowRunId, sessionId, actId })}/${EXPORTED_ACT}`;
  const isTrajectory = (file: ArtifactObject): boolean =>
    file.kind === 'trace' &&
    isFileOfAct(nameOfFile(file), actId) &&
    nameOfFile(file).endsWith(TRAJECTORY_SUFFIX);
  return files.find(isTrajectory) ?? files.find(({ path }) => path === exported);
}

const STORED: ReadonlySet<ArtifactKind> = new Set(['trace', 'browser-trace', 'act']);
