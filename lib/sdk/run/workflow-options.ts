import type { TraceWord } from '../../contract/browser-trace.ts';
import type { ProgressListener } from '../../contract/progress.ts';
import type { LogLevel } from '../../core/log-level.ts';
import type { Guardrail } from '../guardrail/guardrail.ts';
import type { Human } from '../human/human.ts';
import type { OutputSchema } from '../schema/output-schema.ts';
import type { TraceSink } from '../traces/trace-sink.ts';
import type { ConnectionOptions } from './connection.ts';

/** What a run is made of. `workflow()` takes a {@link PayloadOption} in addition. */
export interface WorkflowOptions extends ConnectionOptions {
  /**
   * Name of the workflow definition, 1-40 characters out of letters, digits, `_` and `-`.
   * `NOVA_ACT_WORKFLOW_DEFINITION_NAME` in the environment wins over it: a deployment may name its definition itself.
   */
  readonly definitionName: string;
  /** Id or alias of the model. @default 'nova-act-latest' */
  readonly modelId?: string | undefined;
  /** CloudWatch log group the service writes the run's log to. @default `NOVA_ACT_LOG_GROUP_NAME`, otherwise none */
  readonly logGroupName?: string | undefined;
  /** Cancels the run: it ends FAILED. A run inside another one is canceled with it. */
  readonly signal?: AbortSignal | undefined;
  /** Which pages the agent may be on, in sessions that have no guardrail of their own. @default every page */
  readonly guardrail?: Guardrail | undefined;
  /** People whom the agent may ask, in sessions that do not say it. @default nobody: the agent is not told that it can */
  readonly human?: Human | undefined;
  /** Folder for the traces of acts, in sessions that name none. @default none */
  readonly logsDirectory?: string | undefined;
  /**
   * Where the traces of acts are stored when they are complete, in sessions that do not say it; `false` is nowhere.
   * @default the artifact bucket where the workflow is deployed, otherwise nowhere
   */
  readonly artifacts?: TraceSink | false | undefined;
  /**
   * When Playwright's own traces of the browser are kept, in sessions that do not say it; see `trace` of `NovaAct.start`. They hold
   * what pages and requests hold, passwords and cookies of people included.
   * @default `NOVA_ACT_TRACE`, otherwise 'off'
   */
  readonly trace?: TraceWord | undefined;
  /**
   * Which lines are printed of progress when nobody listens: with `error` and `warn` what failed or may need you, with `info` runs,
   * sessions, acts and what happened to pages, with `debug` each step with its calls, too. Not with `onProgress`.
   * @default `NOVA_ACT_LOG_LEVEL`, otherwise 'info'
   */
  readonly logLevel?: LogLevel | undefined;
  /** Gets what happens. @default lines on stderr when that is a terminal */
  readonly onProgress?: ProgressListener | undefined;
}

/** What a function that is a workflow takes. */
export interface PayloadOption<S extends OutputSchema> {
  /** What the payload, its first argument, must be: checked on every way in, before a run is created. */
  readonly payload: S;
}

export const WORKFLOW_KEYS = {
  definitionName: true,
  modelId: true,
  logGroupName: true,
  signal: true,
  guardrail: true,
  human: true,
  logsDirectory: true,
  artifacts: true,
  trace: true,
  logLevel: true,
  onProgress: true,
  region: true,
  endpoint: true,
  credentials: true,
  client: true,
  apiKey: true,
} as const satisfies Record<keyof WorkflowOptions, true>;
