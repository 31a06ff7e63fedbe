import { abortable } from '../../core/async.ts';
import { type CallResult, InvokeActStepCommand } from '../../service/index.ts';
import { ActAgentFailed, ActExceededMaxStepsError, type NovaActError } from '../errors.ts';
import { rethrowAsSdkError } from '../service-errors.ts';
import { ATTRIBUTE, describeSpan, inSpan, type Span } from '../tracing.ts';
import { ActDeadline } from './act-deadline.ts';
import { ActRecord } from './act-record.ts';
import type { ActMetadata } from './act-result.ts';
import type { ActScope } from './act-scope.ts';
import { openingResults, type ProgramContext, runProgram } from './program.ts';

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

/** An act that succeeded. */
export interface ActOutcome<T> {
  readonly value: T;
  readonly response: string | null;
  readonly metadata: ActMetadata;
}

/**
 * Creates an act, steps until the agent returns or throws, and reports SUCCEEDED or FAILED to the service. Every
 * error leaves as a NovaActError, with complete metadata once the act was created.
 */
export function runAct<T>(scope: ActScope, request: ActRequest<T>): Promise<ActOutcome<T>> {
  const attributes = () => ({
    [ATTRIBUTE.runId]: scope.workflowRunId,
    [ATTRIBUTE.sessionId]: scope.sessionId,
  });
  return inSpan({ name: 'nova_act.act', attributes, parent: scope.span }, (span) =>
    runTracedAct(scope, request, span),
  );
}

async function runTracedAct<T>(scope: ActScope, request: ActRequest<T>, span: Span): Promise<ActOutcome<T>> {
  using deadline = new ActDeadline(request);
  const { signal } = deadline;
  const record = await ActRecord.create(scope, request.task, signal).catch((error: unknown) => {
    throw deadline.explain(error);
  });
  describeSpan(span, () => ({ [ATTRIBUTE.actId]: record.path.actId }));
  try {
    const context = { actuator: scope.actuator, tools: scope.tools, signal };
    const response = await step({ scope, record, context, maxSteps: request.maxSteps, span });
    const value = await abortable(request.read(response), signal);
    await record.end();
    return { value, response, metadata: record.metadata() };
  } catch (error) {
    const failure = withMetadata(deadline.explain(error), record.metadata());
    await record.end(failure);
    throw failure;
  }
}

/** Asks the service and does what it says, until it returns an answer. */
async function step(act: {
  readonly scope: ActScope;
  readonly record: ActRecord;
  readonly context: ProgramContext;
  readonly maxSteps: number;
  readonly span: Span;
}): Promise<string | null> {
  const { scope, record, context, maxSteps, span: parent } = act;
  let callResults = await openingResults(context);
  let previousStepId: string | undefined;
  for (let stepNumber = 1; stepNumber <= maxSteps; stepNumber += 1) {
    const attributes = () => ({
      [ATTRIBUTE.actId]: record.path.actId,
      [ATTRIBUTE.stepNumber]: stepNumber,
    });
    const outcome = await inSpan({ name: 'nova_act.step', attributes, parent }, async (span) => {
      const abortSignal = context.signal;
      const reply = await invokeStep({ scope, record, callResults, previousStepId, abortSignal });
      previousStepId = reply.stepId;
      describeSpan(span, () => ({
        ...(reply.stepId === undefined ? {} : { [ATTRIBUTE.stepId]: reply.stepId }),
        [ATTRIBUTE.calls]: reply.calls.map(({ name }) => name),
      }));
      return await runProgram(reply.calls, context);
    });
    if (outcome.type === 'returned') return asText(outcome.value);
    if (outcome.type === 'threw')
      throw new ActAgentFailed(asText(outcome.value) || 'The agent gave up without a reason.');
    callResults = outcome.results;
  }
  throw new ActExceededMaxStepsError(
    `The task was not done within ${maxSteps} steps. Split it into smaller acts, or raise maxSteps.`,
  );
}

async function invokeStep(given: {
  readonly scope: ActScope;
  readonly record: ActRecord;
  readonly callResults: readonly CallResult[];
  readonly previousStepId: string | undefined;
  readonly abortSignal: AbortSignal;
}): Promise<{ readonly stepId: string | undefined; readonly calls: Parameters<typeof runProgram>[0] }> {
  const { scope, record, callResults, previousStepId, abortSignal } = given;
  const sentAt = performance.now();
  const command = new InvokeActStepCommand({
    ...record.path,
    callResults: [...callResults],
    ...(previousStepId === undefined ? {} : { previousStepId }),
  });
  const reply = await scope.client.send(command, { abortSignal }).catch(rethrowAsSdkError);
  const calls = (reply.calls ?? []).map(({ callId, name, input }) => ({
    callId: callId ?? '',
    name: name ?? '',
    input,
  }));
  record.stepDone({ serverTimeMs: performance.now() - sentAt, calls: calls.map((call) => call.name) });
  return { stepId: reply.stepId, calls };
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
