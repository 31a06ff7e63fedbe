import { isBrowserTrace } from '../../contract/browser-trace.ts';

/**
 * What an object is, by its key behind the prefix: the record of an invocation, what tells the invocation of a run, what Nova
 * Act exports of an act, or what the workflow itself has stored of it. AWS names those `step_{N}.json`, directly behind the prefix or elsewhere: where else its model does not
 * say. What local AWS exports has keys of its own.
 *
 * @see https://docs.aws.amazon.com/nova-act/latest/APIReference/API_WorkflowExportConfig.html
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/nova-act/2025-08-22/service-2.json (shape `S3KeyPrefix`)
 * @see {@link recordKey} and {@link runKey} for what hosts write, {@link sessionKeys} for what workflows store
 */
export function artifactKind(path: string): ArtifactKind {
  if (/^invocations\/[^/]+\.json$/.test(path)) return 'record';
  if (/^runs\/[^/]+\.json$/.test(path)) return 'run';
  if (/^runs\/[^/]+\/sessions\/[^/]+\/acts\/[^/]+\/./.test(path)) return 'act';
  if (/^runs\/[^/]+\/sessions\/[^/]+\/[^/]+$/.test(path))
    return isBrowserTrace(path) ? 'browser-trace' : 'trace';
  return /step_\d+\.json$/.test(path) ? 'act' : 'other';
}

/** Whether a name is one that Nova Act gives to the steps that it exports. */
export function isStepFile(name: string): boolean {
  return /^step_\d+\.json$/.test(name);
}

/** What an object is. */
export type ArtifactKind = 'record' | 'run' | 'act' | 'trace' | 'browser-trace' | 'other';
