/**
 * What an object is, by its key below the prefix: the record of an invocation, what tells the invocation of a run, or what Nova
 * Act exports of an act. How AWS names exports is not documented: those that are not named as on local AWS are `other`.
 *
 * @see {@link recordKey} and {@link runKey} for what hosts write
 */
export function artifactKind(path: string): ArtifactKind {
  if (/^invocations\/[^/]+\.json$/.test(path)) return 'record';
  if (/^runs\/[^/]+\.json$/.test(path)) return 'run';
  if (/^runs\/[^/]+\/sessions\/[^/]+\/acts\/[^/]+\/./.test(path)) return 'act';
  return 'other';
}

export type ArtifactKind = 'record' | 'run' | 'act' | 'other';
