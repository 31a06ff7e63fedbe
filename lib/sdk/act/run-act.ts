import { knownSecrets } from '../../contract/known-secrets.ts';
import { abortable } from '../../core/async.ts';
import { type CallResult, InvokeActStepCommand } from '../../service/index.ts';
import { repeatCall } from '../../service/repeat-call.ts';
import type { Patience } from '../../service/repeat-policy.ts';
import { ActAgentFailed, ActExceededMaxStepsError, type NovaActError } from '../errors.ts';
import { askingHuman } from '../human/ask-human.ts';
import { rethrowAsSdkError } from '../service-errors.ts';
import { tellRepeats } from '../tell-repeats.ts';
import { ActRecorder } from '../traces/act-recorder.ts';
import { ATTRIBUTE, describeSpan, inSpan, type Span } from '../tracing.ts';
import { ActDeadline } from './act-deadline.ts';
import { stepPatience } from './act-patience.ts';
import type { ActSession } from './act-session.ts';
import { type ActMetadata, ReportedAct } from './reported-act.ts';
import { openingResults, type ProgramContext, type ProgramOutcome, runProgram } from './run-program.ts';

/**
 * Creates an act, steps until the agent returns or throws, and reports SUCCEEDED or FAILED to the service. Every
 * error leaves as a NovaActError, with complete metadata once the act was created.
 */
export function runAct<T>(
  session: ActSession,
  request: ActRequest<T>,
): Promise<T & { readonly metadata: ActMetadata }> {
  const { sessionId, workflow, span: parent } = session;
  const attributes = () => ({ [ATTRIBUTE.runId]: workflow.runId, [ATTRIBUTE.sessionId]: sessionId });
  return inSpan({ name: 'nova_act.act', attributes, parent }, async (span) => {
    const { timeoutMs, maxSteps } = request;
    using end = session.actuator.untilEnd();
    using control = session.control.begin();
    const signals = [session.signal, request.signal, control.signal];
    using deadline = new ActDeadline({ signals, browserEnd: end.signal, timeoutMs });
    const { signal, signalToCreate } = deadline;
    const create = async (): Promise<ReportedAct> => {
      await control.rest(deadline);
      return await ReportedAct.create(session, request, signalToCreate);
    };
    const reported = await create().catch((error: unknown) => {
      throw deadline.explain(error);
    });
    describeSpan(span, () => ({ [ATTRIBUTE.actId]: reported.path.actId }));
    session.actBegins({ actId: reported.path.actId, span });
    using recorder = session.traces && new ActRecorder();
    const ended = (failure?: NovaActError): ActMetadata => endOf({ session, reported, recorder, failure });
    try {
      const { actuator, tools } = session;
      const patience = await stepPatience(workflow.client, timeoutMs);
      const ask = askingHuman({ session, reported, deadline, recorder });
      const rest = (): Promise<boolean> => control.rest(deadline, reported);
      const onHidden = (tool: string): void =>
        workflow.publish({
          type: 'log',
          level: 'warn',
          message: `What the tool "${tool}" returned had a secret in it. The agent was given "[secret]" in its place.`,
        });
      const context = { actuator, tools, signal, ask, rest, recorder, onHidden };
      const act = { session, reported, context, patience, span };
      const response = await answerOf(act, maxSteps);
      const result = await abortable(request.read(response), signal);
      const metadata = ended();
      await reported.end();
      await session.actEnded(metadata, { hasFailed: false });
      return { ...result, metadata };
    } catch (error) {
      const failure = deadline.explain(error);
      knownSecrets.hideInError(failure);
      const metadata = ended(failure);
      withMetadata(failure, metadata);
      await reported.end(failure);
      await session.actEnded(metadata, { hasFailed: true });
      throw failure;
    } finally {
      session.actBegins(undefined);
    }
  });
}

/** One act, checked already. */
export interface ActRequest<T> {
  /** Prompt and schema suffix. */
  readonly task: string;
  readonly maxSteps: number;
  readonly timeoutMs: number | undefined;
  /** Cancels this act; the session's signal does, too. */
  readonly signal: AbortSignal | undefined;
  /** Makes the result of what the agent returned; what it throws fails the act. */
  readonly read: (response: string | null) => Promise<T>;
}

/** An act that the service knows. */
interface ActUnderWay {
  readonly session: ActSession;
  readonly reported: ReportedAct;
  readonly context: ProgramContext;
  /** With its steps. */
  readonly patience: Patience;
  readonly span: Span;
}

/** Steps until the agent returns an answer. */
async function answerOf(act: ActUnderWay, maxSteps: number): Promise<string | null> {
  let results = await openingResults(act.context);
  for (let count = 0; count < maxSteps; count += 1) {
    const outcome = await step(act, results);
    if (outcome.type === 'returned') return asText(outcome.value);
    if (outcome.type === 'threw')
      throw new ActAgentFailed(asText(outcome.value) || 'The agent gave up without a reason.');
    results = outcome.results;
  }
  throw new ActExceededMaxStepsError(
    `The task was not done within ${maxSteps} steps. Split it into smaller acts, or raise maxSteps.`,
  );
}

/** Tells the service what came of the last calls, and does what it asks for next. */
function step(act: ActUnderWay, results: readonly CallResult[]): Promise<ProgramOutcome> {
  const { session, reported, context, patience, span: parent } = act;
  const { workflow } = session;
  const { actId } = reported.path;
  const stepNumber = reported.stepCount + 1;
  const attributes = () => ({ [ATTRIBUTE.actId]: actId, [ATTRIBUTE.stepNumber]: stepNumber });
  return inSpan({ name: 'nova_act.step', attributes, parent }, async (span) => {
    const sentAt = performance.now();
    context.recorder?.asked(results);
    const command = new InvokeActStepCommand({
      ...reported.path,
      callResults: [...results],
      previousStepId: reported.lastStepId,
    });
    const { stepId, calls: asked = [] } = await repeatCall(workflow.client, command, {
      patience,
      signal: context.signal,
      onRepeat: tellRepeats('InvokeActStep', (event) => workflow.publish(event)),
    }).catch(rethrowAsSdkError);
    const names = asked.map(({ name }) => name ?? '');
    const serverTimeMs = performance.now() - sentAt;
    reported.stepDone({ stepId, serverTimeMs, calls: names });
    describeSpan(span, () => ({ [ATTRIBUTE.stepId]: stepId, [ATTRIBUTE.calls]: names }));
    const calls = asked.map(({ callId, name, input }) => ({ callId: callId ?? '', name: name ?? '', input }));
    context.recorder?.answered({ stepId, serverTimeMs, calls });
    return await runProgram(calls, context);
  });
}

/** What is known of an act at its end. Its traces are written before the service is told, which may take its time. */
function endOf(act: {
  readonly session: ActSession;
  readonly reported: ReportedAct;
  readonly recorder: ActRecorder | undefined;
  readonly failure: NovaActError | undefined;
}): ActMetadata {
  const { session, reported, recorder, failure } = act;
  const metadata = reported.metadata();
  if (recorder === undefined) return metadata;
  const { definitionName } = session.workflow;
  const traceFiles = session.traces?.write(recorder.trace({ definitionName, metadata, failure }));
  return traceFiles === undefined ? metadata : { ...metadata, traceFiles };
}

/** The same error, knowing its act. Errors are made before the metadata is complete, and stay readonly to users. */
function withMetadata(error: NovaActError, metadata: ActMetadata): NovaActError {
  // Says no to a frozen error, instead of throwing.
  Reflect.defineProperty(error, 'metadata', { value: metadata, enumerable: true });
  return error;
}

function asText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
