import { ACT_TRACE, type ActTrace, type TraceStep } from '../../contract/act-trace.ts';
import { OPENING_CALL } from '../../contract/protocol.ts';
import { isRecord } from '../../core/is-record.ts';
import { parseJson } from '../../core/json.ts';
import { traceCallOf } from '../../report/trace-call.ts';
import type { ActQuestion, ActRecord, RunRecord, StepRecord } from '../nova-act/records.ts';

/**
 * What local AWS knows of an act, as a trace. Images are the names of files beside it. Of questions to people it knows those that were
 * asked at its desk, when they are over.
 */
export function actTraceOf(given: {
  readonly act: ActRecord;
  readonly run: RunRecord | undefined;
  readonly steps: readonly StepRecord[];
  /** Whether the trace has the page as text, too. @default false */
  readonly withDom?: boolean | undefined;
}): ActTrace {
  const { act, run, steps, withDom = false } = given;
  const { status, task: prompt, error, questions = [] } = act;
  return {
    ...ACT_TRACE,
    sdk_version: run?.clientInfo.sdkVersion ?? '',
    prompt,
    status,
    ...(error !== undefined && { error: { name: error.type ?? '', message: error.message ?? '' } }),
    steps: steps.map((step, at) => stepOf({ step, next: steps[at + 1], questions, withDom })),
    metadata: {
      workflow_definition_name: act.definitionName,
      workflow_run_id: act.runId,
      session_id: act.sessionId,
      act_id: act.actId,
      prompt,
      num_steps_executed: steps.length,
      start_time: Date.parse(act.startedAt) / 1000,
      end_time: act.endedAt === undefined ? null : Date.parse(act.endedAt) / 1000,
      step_server_times_s: steps.flatMap(({ serverTimeMs: ms }) => (ms === undefined ? [] : [ms / 1000])),
      time_worked_s: null,
      human_wait_time_s: questions.reduce((sum, { human }) => sum + human.wait_s, 0),
    },
  };
}

/** Results arrive with the step after; here they stand with the calls that they are the results of. */
function stepOf(given: {
  readonly step: StepRecord;
  readonly next: StepRecord | undefined;
  readonly questions: readonly ActQuestion[];
  readonly withDom: boolean;
}): TraceStep {
  const { step, next, questions, withDom } = given;
  const { index, stepId, at, serverTimeMs, observation, calls } = step;
  const results = new Map(
    next?.results.flatMap(({ callId, name, text }) =>
      // That is the next picture.
      name === OPENING_CALL.observe ? [] : [[callId, text] as const],
    ),
  );
  return {
    number: index,
    step_id: stepId,
    at,
    active_url: observation.url,
    image: observation.screenshotFile ?? '',
    simplified_dom: withDom ? domIn(step) : '',
    width_px: observation.widthPx,
    height_px: observation.heightPx,
    server_time_ms: serverTimeMs,
    program: {
      calls: calls.map(({ callId = '', name = '', input }) => {
        const asked = questions.find((each) => each.step === index && each.callId === callId);
        return {
          ...traceCallOf({ callId, name, input }, results.get(callId)),
          ...(asked !== undefined && { human: asked.human }),
        };
      }),
    },
  };
}

function domIn({ results }: StepRecord): string {
  const seen = parseJson(results.findLast(({ name }) => name === OPENING_CALL.observe)?.text ?? '');
  return isRecord(seen) && typeof seen.simplifiedDOM === 'string' ? seen.simplifiedDOM : '';
}
