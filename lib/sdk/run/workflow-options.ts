import type { ProgressListener } from '../../contract/progress.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import type { ConnectionOptions } from './connection.ts';

/** What a run is made of. */
export interface WorkflowOptions extends ConnectionOptions {
  /**
   * Name of the workflow definition, 1-40 characters out of letters, digits, `_` and `-`.
   * `NOVA_ACT_WORKFLOW_DEFINITION_NAME` in the environment wins over it: a deployment may name its definition itself.
   */
  readonly definitionName: string;
  /** @default 'nova-act-latest' */
  readonly modelId?: string | undefined;
  /** CloudWatch log group the service writes the run's log to. @default `NOVA_ACT_LOG_GROUP_NAME`, otherwise none */
  readonly logGroupName?: string | undefined;
  /** Cancels the run: it ends FAILED. A run inside another one is canceled with it. */
  readonly signal?: AbortSignal | undefined;
  /** Which pages the agent may be on, in sessions that have no guardrail of their own. @default every page */
  readonly guardrail?: Guardrail | undefined;
  /** Gets what happens. @default lines on stderr when that is a terminal */
  readonly onProgress?: ProgressListener | undefined;
}

export const WORKFLOW_KEYS = {
  definitionName: true,
  modelId: true,
  logGroupName: true,
  signal: true,
  guardrail: true,
  onProgress: true,
  region: true,
  endpoint: true,
  credentials: true,
  client: true,
} as const satisfies Record<keyof WorkflowOptions, true>;
