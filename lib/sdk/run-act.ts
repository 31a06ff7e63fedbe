import type { DocumentType } from '@smithy/types';
import type { Actuator } from '../browser/index.ts';
import {
  type CallResult,
  CreateActCommand,
  InvokeActStepCommand,
  type NovaActClient,
  UpdateActCommand,
} from '../service/index.ts';
import { messageOf } from '../text/error-text.ts';
import type { ActMetadata } from './act-result.ts';
import {
  ActAgentFailed,
  ActCanceledError,
  ActError,
  ActExceededMaxStepsError,
  ActTimeoutError,
  NovaActError,
} from './errors.ts';
import type { JsonSchema } from './json-schema-type.ts';
import { openingResults, type ProgramContext, runProgram } from './program.ts';
import type { ProgressEvent } from './progress.ts';
import { toSdkError } from './service-errors.ts';
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
}

/** One act, checked already. */
export interface ActRequest<T> {
  /** Prompt and schema suffix. */
  readonly task: string;
  readonly maxSteps: number;
  readonly timeoutMs: number | undefined;
  readonly signal: AbortSignal;
  /** Reads what the agent returned; what it throws fails the act. */
  readonly read: (response: string | null) => Promise<T>;
}

/** How long the report of an act's end may take, whatever became of the act. */
const REPORT_TIMEOUT_MS = 10_000;
const MAX_ERROR_MESSAGE_LENGTH = 10_000;

/**
 * Creates an act, steps until the agent returns or throws, and reports SUCCEEDED or FAILED to the service. Every
 * error leaves as a NovaActError with complete metadata.
 */
export async function runAct<T>(
  scope: ActScope,
  request: ActRequest<T>,
): Promise<{ readonly value: T; readonly response: string | null; readonly metadata: ActMetadata }> {
  const tracker = await createAct(scope, request.task);
  const deadline = startDeadline(request);
  const context: ProgramContext = { actuator: scope.actuator, tools: scope.tools, signal: deadline.signal };
  try {
    const response = await step(scope, request, context, tracker);
    const value = await request.read(response);
    await report(scope, tracker, 'SUCCEEDED');
    return { value, response, metadata: tracker.metadata() };
  } catch (error) {
    const failure = withMetadata(explain(error, deadline, request), tracker.metadata());
    await report(scope, tracker, 'FAILED', failure);
    throw failure;
  } finally {
    deadline.stop();
  }
}

async function step<T>(
  scope: ActScope,
  request: ActRequest<T>,
  context: ProgramContext,
  tracker: ActTracker,
): Promise<string | null> {
  let results: readonly CallResult[] = await openingResults(context);
  let previousStepId: string | undefined;
  for (let stepNumber = 1; stepNumber <= request.maxSteps; stepNumber += 1) {
    const sentAt = performance.now();
    const command = new InvokeActStepCommand({
      ...tracker.path,
      callResults: [...results],
      ...(previousStepId === undefined ? {} : { previousStepId }),
    });
    const reply = await scope.client.send(command, { abortSignal: context.signal }).catch(rethrowAsSdkError);
    const calls = (reply.calls ?? []).map(({ callId, name, input }) => ({
      callId: callId ?? '',
      name: name ?? '',
      input,
    }));
    tracker.stepDone({ serverTimeMs: performance.now() - sentAt, calls: calls.map((call) => call.name) });
    previousStepId = reply.stepId;
    const outcome = await runProgram(calls, context);
    if (outcome.type === 'returned') return asText(outcome.value);
    if (outcome.type === 'threw')
      throw new ActAgentFailed(asText(outcome.value) ?? 'The agent gave up without a reason.');
    results = outcome.results;
  }
  throw new ActExceededMaxStepsError(
    `The task was not done within ${request.maxSteps} steps. Split it into smaller acts, or raise maxSteps.`,
  );
}

/** Ids, times and steps of an act under way. */
interface ActTracker {
  readonly path: {
    readonly workflowDefinitionName: string;
    readonly workflowRunId: string;
    readonly sessionId: string;
    readonly actId: string;
  };
  stepDone(step: { readonly serverTimeMs: number; readonly calls: readonly string[] }): void;
  metadata(): ActMetadata;
}

async function createAct(scope: ActScope, task: string): Promise<ActTracker> {
  const { definitionName, workflowRunId, sessionId } = scope;
  const parent = { workflowDefinitionName: definitionName, workflowRunId, sessionId };
  const toolSpecs = [...scope.tools.values()].map(({ name, description, input }) => ({
    name,
    description,
    inputSchema: { json: asDocument(input.jsonSchema) },
  }));
  const startedAt = new Date();
  // Not bound to the signal: a creation that is cut off could leave an act that nobody can report.
  const { actId } = await scope.client
    .send(new CreateActCommand({ ...parent, task, ...(toolSpecs.length === 0 ? {} : { toolSpecs }) }))
    .catch(rethrowAsSdkError);
  const times: number[] = [];
  const base = { type: 'act', workflowRunId, sessionId, actId } as const;
  scope.publish({ ...base, phase: 'started', status: 'RUNNING', stepCount: 0 });
  return {
    path: { ...parent, actId },
    stepDone: ({ serverTimeMs, calls }) => {
      times.push(serverTimeMs);
      scope.publish({
        type: 'step',
        workflowRunId,
        sessionId,
        actId,
        stepNumber: times.length,
        calls,
        serverTimeMs,
      });
    },
    metadata: () => {
      const endedAt = new Date();
      return {
        workflowRunId,
        sessionId,
        actId,
        prompt: task,
        stepCount: times.length,
        startedAt,
        endedAt,
        durationMs: endedAt.getTime() - startedAt.getTime(),
        stepServerTimesMs: [...times],
      };
    },
  };
}

/** A report that fails must not hide what became of the act. */
async function report(
  scope: ActScope,
  tracker: ActTracker,
  status: 'SUCCEEDED' | 'FAILED',
  failure?: NovaActError,
): Promise<void> {
  try {
    await scope.client.send(
      new UpdateActCommand({
        ...tracker.path,
        status,
        ...(failure === undefined
          ? {}
          : {
              error: {
                type: failure.name,
                message: (failure.message || failure.name).slice(0, MAX_ERROR_MESSAGE_LENGTH),
              },
            }),
      }),
      { abortSignal: AbortSignal.timeout(REPORT_TIMEOUT_MS) },
    );
  } catch (error) {
    const message = `The act ${tracker.path.actId} could not be reported ${status}: ${toSdkError(error).message}`;
    scope.publish({ type: 'log', level: 'warn', message });
  }
  const { workflowRunId, sessionId, actId, stepCount } = tracker.metadata();
  const errorName = failure === undefined ? {} : { errorName: failure.name };
  scope.publish({
    type: 'act',
    phase: 'ended',
    workflowRunId,
    sessionId,
    actId,
    status,
    stepCount,
    ...errorName,
  });
}

interface Deadline {
  readonly signal: AbortSignal;
  hasPassed(): boolean;
  stop(): void;
}

function startDeadline(request: {
  readonly signal: AbortSignal;
  readonly timeoutMs: number | undefined;
}): Deadline {
  const controller = new AbortController();
  const timer =
    request.timeoutMs === undefined
      ? undefined
      : setTimeout(
          () => controller.abort(new Error(`${request.timeoutMs} ms have passed`)),
          request.timeoutMs,
        );
  return {
    signal: AbortSignal.any([request.signal, controller.signal]),
    hasPassed: () => controller.signal.aborted,
    stop: () => clearTimeout(timer),
  };
}

function explain<T>(error: unknown, deadline: Deadline, request: ActRequest<T>): NovaActError {
  if (request.signal.aborted) {
    return new ActCanceledError(`The act was canceled: ${messageOf(request.signal.reason)}`, {
      cause: request.signal.reason,
    });
  }
  if (deadline.hasPassed()) {
    return new ActTimeoutError(
      `The act did not end within ${request.timeoutMs} ms. Give it a smaller task, or raise timeoutMs.`,
    );
  }
  return error instanceof NovaActError ? error : new ActError(messageOf(error), { cause: error });
}

function rethrowAsSdkError(error: unknown): never {
  throw toSdkError(error);
}

/** The same error, knowing its act. Errors are made before the metadata is complete, and stay readonly to users. */
function withMetadata(error: NovaActError, metadata: ActMetadata): NovaActError {
  Object.defineProperty(error, 'metadata', { value: metadata, enumerable: true });
  return error;
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** A schema as the plain JSON that goes on the wire. */
function asDocument(schema: JsonSchema): DocumentType {
  return JSON.parse(JSON.stringify(schema));
}
