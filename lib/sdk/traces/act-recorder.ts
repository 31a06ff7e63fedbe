import type { ServiceCall } from '../../browser/index.ts';
import { ACT_TRACE, type ActTrace, type TraceQuestion, type TraceStep } from '../../contract/act-trace.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { messageOf, nameOf } from '../../core/errors.ts';
import { PACKAGE_VERSION } from '../../core/package.ts';
import { endsAct } from '../../report/act-outcome.ts';
import { traceCallOf } from '../../report/trace-call.ts';
import type { CallResult } from '../../service/index.ts';
import type { ActMetadata } from '../act/reported-act.ts';
import type { NovaActError } from '../errors.ts';
import { ActPictures } from './act-pictures.ts';
import { cleanTrace, textCleaner } from './clean-trace.ts';
import { NOTHING_SEEN, readSeen, type SeenPage } from './read-seen.ts';

/** Follows one act: what was seen, asked for and done, step by step. Its pictures go when it is disposed. */
export class ActRecorder implements Disposable {
  readonly #steps: RecordedStep[] = [];
  readonly #clean = textCleaner();
  readonly #pictures = new ActPictures();
  #step: RecordedStep = { at: new Date(), calls: [], questions: new Map() };

  /** A step is asked for, with the results of the calls before it. */
  asked(results: readonly CallResult[]): void {
    const { calls, results: former = [] } = this.#step;
    const looks = new Set([OPENING_CALL.observe, ...idsOfLooks(calls)]);
    const seen = results.findLast(({ callId = '' }) => looks.has(callId));
    // Pictures are large, and are kept once.
    this.#step.results = former.map((result) => (looks.has(result.callId ?? '') ? looked(result) : result));
    const step: RecordedStep = {
      at: new Date(),
      text: seen && textOf(seen),
      calls: [],
      questions: new Map(),
    };
    this.#step = step;
    this.#steps.push(step);
    // A large page takes its time, and the service now takes its own.
    setImmediate(() => this.#see(step));
  }

  /** The service has answered. */
  answered(answer: {
    readonly stepId: string | undefined;
    readonly serverTimeMs: number;
    readonly calls: readonly ServiceCall[];
  }): void {
    Object.assign(this.#step, answer);
  }

  /** Where the results of the step's calls go, so that those are known that the service never gets. */
  results(): CallResult[] {
    const results: CallResult[] = [];
    this.#step.results = results;
    return results;
  }

  /** A question that a call of the step has put to people is over. */
  questionEnded(callId: string, question: TraceQuestion): void {
    this.#step.questions.set(callId, question);
  }

  /** What is known as of now, without secrets. */
  trace(act: {
    readonly definitionName: string;
    readonly metadata: ActMetadata;
    readonly failure: NovaActError | undefined;
  }): RecordedTrace {
    const { definitionName, metadata, failure } = act;
    const { prompt } = metadata;
    for (const step of this.#steps) this.#see(step);
    const error = failure && { name: nameOf(failure), message: messageOf(failure) };
    const trace: ActTrace = {
      ...ACT_TRACE,
      sdk_version: PACKAGE_VERSION,
      prompt,
      status: failure === undefined ? 'SUCCEEDED' : 'FAILED',
      ...(error !== undefined && { error }),
      steps: this.#steps.map((step, index) =>
        traceStep(step, index, step === this.#step ? error : undefined),
      ),
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
    return {
      trace: cleanTrace(trace, this.#clean),
      bytesOf: (text) => this.#pictures.bytesOf(text),
    };
  }

  [Symbol.dispose](): void {
    this.#pictures[Symbol.dispose]();
  }

  #see(step: RecordedStep): void {
    if (step.text === undefined) return;
    const seen = readSeen(step.text);
    step.seen = {
      ...seen,
      image: this.#pictures.keep(seen.image),
      simplified_dom: this.#clean(seen.simplified_dom),
    };
    step.text = undefined;
  }
}

/** A trace with marks in place of its pictures. */
export interface RecordedTrace {
  readonly trace: ActTrace;
  /** The bytes of a text that was made of it, with the pictures. */
  readonly bytesOf: (text: string) => Uint8Array<ArrayBuffer>;
}

interface RecordedStep {
  readonly at: Date;
  /** Of the observation, until it has been read. */
  text?: string | undefined;
  seen?: SeenPage;
  calls: readonly ServiceCall[];
  stepId?: string | undefined;
  serverTimeMs?: number;
  results?: readonly CallResult[];
  /** What became of those that calls have put to people, by the ids of the calls. */
  readonly questions: Map<string, TraceQuestion>;
}

/** @param error why the act ended in it: what was under way then has it as its result */
function traceStep(step: RecordedStep, index: number, error: ActTrace['error']): TraceStep {
  const { at, seen = NOTHING_SEEN, calls, stepId, serverTimeMs, results = [], questions } = step;
  const looks = idsOfLooks(calls);
  const texts = new Map(
    results.map((result) => {
      const { callId = '' } = result;
      return [callId, textOf(looks.includes(callId) ? looked(result) : result)];
    }),
  );
  const traced = calls.map((call) => {
    const human = questions.get(call.callId);
    return { ...traceCallOf(call, texts.get(call.callId)), ...(human !== undefined && { human }) };
  });
  const open = error && traced.findIndex((call) => call.result === undefined && !endsAct(call));
  return {
    ...seen,
    program: {
      calls: traced.map((call, position) =>
        error !== undefined && position === open
          ? { ...call, result: `${error.name}: ${error.message}` }
          : call,
      ),
    },
    number: index + 1,
    at: at.toISOString(),
    ...(stepId !== undefined && { step_id: stepId }),
    ...(serverTimeMs !== undefined && { server_time_ms: Math.round(serverTimeMs) }),
  };
}

/** What a look gives is the next picture. */
function looked({ callId }: CallResult): CallResult {
  return { callId, content: [{ text: 'null' }] };
}

function idsOfLooks(calls: readonly ServiceCall[]): readonly string[] {
  return calls.filter(({ name }) => name === OPENING_CALL.observe).map(({ callId }) => callId);
}

function textOf({ content }: CallResult): string {
  return content.map(({ text }) => text).join('');
}
