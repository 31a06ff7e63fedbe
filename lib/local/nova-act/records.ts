/** What the local Nova Act service remembers. Times are ISO 8601 text, so that records are plain JSON. */
import type { TraceQuestion } from '../../contract/act-trace.ts';
import type {
  ActError,
  ActStatus,
  Call,
  ClientInfo,
  ToolSpec,
  WorkflowDefinitionStatus,
  WorkflowExportConfig,
  WorkflowRunStatus,
} from '../../service/index.ts';

/** How a record came to be: its place in the order of creation, and what makes a repeated request known. */
export type Creation = {
  /** Grows with every record of the store, whatever its kind. */
  readonly sequence: number;
  /** Hash of the create request without its token. */
  readonly inputHash: string;
  readonly clientToken?: string | undefined;
};

export type DefinitionRecord = {
  readonly name: string;
  readonly arn: string;
  readonly status: WorkflowDefinitionStatus;
  readonly createdAt: string;
  readonly description?: string | undefined;
  readonly exportConfig?: WorkflowExportConfig | undefined;
  readonly creation: Creation;
};

export type RunRecord = {
  readonly definitionName: string;
  readonly runId: string;
  readonly arn: string;
  readonly status: WorkflowRunStatus;
  /** Who answers: the name of the agent. */
  readonly modelId: string;
  /** The model or alias that was asked for. */
  readonly requestedModelId: string;
  readonly clientInfo: ClientInfo;
  readonly logGroupName?: string | undefined;
  /** The runtime session whose process made it; absent for other callers, such as a laptop. */
  readonly runtimeSession?: MakerSession | undefined;
  /** The invocation that it began in, as far as local AWS could see. */
  readonly invocationId?: string | undefined;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  /** Why it failed, when local AWS had to end it. */
  readonly error?: ActError | undefined;
  readonly creation: Creation;
};

/** The runtime session that made a run: its id, and whose credentials it had. */
export type MakerSession = { readonly id: string; readonly identity: string };

export type SessionRecord = {
  readonly definitionName: string;
  readonly runId: string;
  readonly sessionId: string;
  readonly createdAt: string;
  readonly creation: Creation;
};

export type ActRecord = {
  readonly definitionName: string;
  readonly runId: string;
  readonly sessionId: string;
  readonly actId: string;
  readonly status: ActStatus;
  readonly task: string;
  readonly toolSpecs?: ToolSpec[] | undefined;
  readonly error?: ActError | undefined;
  /** What became of questions to people, as far as the desk of local AWS had them; in the order in which they ended. */
  readonly questions?: readonly ActQuestion[] | undefined;
  readonly startedAt: string;
  readonly endedAt?: string | undefined;
  readonly creation: Creation;
};

/** A question of an act that is over, and the call that asked it, if it is known: by the number of its step and its id. */
export type ActQuestion = {
  readonly step?: number | undefined;
  readonly callId?: string | undefined;
  readonly human: TraceQuestion;
};

/** The result of one call, as text. Observations have their screenshot taken out. */
export type StepResult = { readonly callId: string; readonly name: string; readonly text: string };

/** What the page looked like when a step was asked for. */
export type StepObservation = {
  readonly url: string;
  /** Size of the viewport, CSS pixels. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Name of the image file in the act's folder; absent when the client sent no image. */
  readonly screenshotFile?: string | undefined;
};

/** One InvokeActStep: the results that came in and the calls that went out. */
export type StepRecord = {
  /** 1 for the first step of an act. */
  readonly index: number;
  readonly stepId: string;
  /** When it was asked for. */
  readonly at: string;
  /** How long the agent took to answer; absent in records of earlier versions, whose `at` is that of the answer. */
  readonly serverTimeMs?: number | undefined;
  /** Results of the previous step's calls; of `initiateAct` and `takeObservation` in the first step. */
  readonly results: readonly StepResult[];
  readonly observation: StepObservation;
  readonly calls: readonly Call[];
  readonly inputHash: string;
  /** The SDK's id of the request, the same for its retries. */
  readonly invocationId?: string | undefined;
};

/** What changed, for live views. `removed` says that the record is gone. */
export type StoreChange = {
  readonly kind: 'definition' | 'run' | 'session' | 'act' | 'step' | 'invocation';
  readonly definitionName: string;
  readonly runId?: string | undefined;
  readonly sessionId?: string | undefined;
  readonly actId?: string | undefined;
  readonly removed?: boolean | undefined;
};
