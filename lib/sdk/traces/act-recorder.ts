import type { ServiceCall } from '../../browser/index.ts';
import { ACT_TRACE, type ActTrace, type TraceStep } from '../../contract/act-trace.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { PACKAGE_VERSION } from '../../core/package.ts';
import { traceCallOf } from '../../report/trace-call.ts';
import type { CallResult } from '../../service/index.ts';
import type { ActMetadata } from '../act/reported-act.ts';
import type { NovaActError } from '../errors.ts';

/** Follows one act: what was seen, asked for and done, step by step. */
export class ActRecorder {
  readonly #steps: RecordedStep[] = [];

  /** A step is asked for, with the results of the calls before it. */
  asked(results: readonly CallResult[]): void {
    const calls = this.#steps.at(-1)?.calls ?? [];
    const looks = new Set([OPENING_CALL.observe, ...idsOfLooks(calls)]);
    const seen = results.findLast(({ callId = '' }) => looks.has(callId));
    this.#steps.push({ at: new Date(), seen: seen && readSeen(textOf(seen)), calls: [] });
  }

  /** The service has answered. */
  answered(answer: {
    readonly stepId: string | undefined;
    readonly serverTimeMs: number;
    readonly calls: readonly ServiceCall[];
  }): void {
    Object.assign(this.#steps.at(-1) ?? {}, answer);
  }

  /** A call is done, or has failed. */
  called(result: CallResult): void {
    const step = this.#steps.at(-1);
    if (step === undefined || result.callId === undefined) return;
    // That is the next picture.
    if (idsOfLooks(step.calls).includes(result.callId)) return;
    step.results ??= new Map();
    step.results.set(result.callId, textOf(result));
  }

  /** What is known as of now. */
  trace(act: {
    readonly definitionName: string;
    readonly metadata: ActMetadata;
    readonly failure: NovaActError | undefined;
  }): ActTrace {
    const { definitionName, metadata, failure } = act;
    const { prompt } = metadata;
    return {
      ...ACT_TRACE,
      sdk_version: PACKAGE_VERSION,
      prompt,
      status: failure === undefined ? 'SUCCEEDED' : 'FAILED',
      ...(failure !== undefined && { error: { name: nameOf(failure), message: messageOf(failure) } }),
      steps: this.#steps.map(traceStep),
      metadata: {
        workflow_definition_name: definitionName,
        workflow_run_id: metadata.workflowRunId,
        session_id: metadata.sessionId,
        act_id: metadata.actId,
        prompt,
        num_steps_executed: metadata.stepCount,
        start_time: metadata.startedAt.getTime() / 1000,
        end_time: metadata.endedAt.getTime() / 1000,
        step_server_times_s: metadata.stepServerTimesMs.map((time) => time / 1000),
        time_worked_s: metadata.workedMs / 1000,
        human_wait_time_s: metadata.humanWaitMs / 1000,
      },
    };
  }
}

interface RecordedStep {
  readonly at: Date;
  readonly seen: Seen | undefined;
  calls: readonly ServiceCall[];
  stepId?: string | undefined;
  serverTimeMs?: number;
  results?: Map<string, string>;
}

/** Of an observation, what is kept. */
type Seen = Pick<TraceStep, 'active_url' | 'image' | 'simplified_dom' | 'width_px' | 'height_px'>;

const NOTHING_SEEN: Seen = { active_url: '', image: '', simplified_dom: '', width_px: 0, height_px: 0 };

function traceStep(step: RecordedStep, index: number): TraceStep {
  const { at, seen = NOTHING_SEEN, calls, stepId, serverTimeMs, results } = step;
  return {
    ...seen,
    program: { calls: calls.map((call) => traceCallOf(call, results?.get(call.callId))) },
    number: index + 1,
    at: at.toISOString(),
    ...(stepId !== undefined && { step_id: stepId }),
    ...(serverTimeMs !== undefined && { server_time_ms: Math.round(serverTimeMs) }),
  };
}

/** As it is on the wire: an actuator of the author's need not heed the types. */
function readSeen(text: string): Seen {
  const value = parseJson(text);
  if (!isRecord(value)) return NOTHING_SEEN;
  const { activeURL, screenshotBase64, simplifiedDOM, browserDimensions } = value;
  const size = isRecord(browserDimensions) ? browserDimensions : {};
  return {
    active_url: typeof activeURL === 'string' ? activeURL : '',
    image: typeof screenshotBase64 === 'string' ? screenshotBase64 : '',
    simplified_dom: typeof simplifiedDOM === 'string' ? simplifiedDOM : '',
    width_px: typeof size.windowWidth === 'number' ? size.windowWidth : 0,
    height_px: typeof size.windowHeight === 'number' ? size.windowHeight : 0,
  };
}

function idsOfLooks(calls: readonly ServiceCall[]): readonly string[] {
  return calls.filter(({ name }) => name === OPENING_CALL.observe).map(({ callId }) => callId);
}

function textOf({ content }: CallResult): string {
  return content.map(({ text }) => text).join('');
}
