import type { Actuator } from '../../browser/index.ts';
import type { ProgressEvent } from '../../contract/progress.ts';
import type { NovaActClient } from '../../service/index.ts';
import type { Span } from '../tracing.ts';
import type { Tool } from './tool.ts';

/** The session an act belongs to. */
export interface ActScope {
  readonly client: NovaActClient;
  readonly definitionName: string;
  readonly workflowRunId: string;
  readonly sessionId: string;
  readonly actuator: Actuator;
  readonly tools: ReadonlyMap<string, Tool>;
  readonly publish: (event: ProgressEvent) => void;
  /** The session's; acts are its children. */
  readonly span: Span;
}
