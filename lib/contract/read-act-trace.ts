import { ExplainedError } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { parseJson } from '../core/json.ts';
import { ACT_TRACE, type ActTrace } from './act-trace.ts';

/** The trace in the text of a file. @throws ExplainedError when it is none, or one of a version that this package cannot read */
export function readActTrace(text: string): ActTrace {
  const value = parseJson(text);
  if (!isRecord(value) || value.format !== ACT_TRACE.format) {
    throw new ExplainedError({
      what: 'This is not the trace of an act.',
      allowed: `It must be JSON with "format": "${ACT_TRACE.format}", such as act_…_trajectory.json.`,
    });
  }
  if (value.version !== ACT_TRACE.version) {
    throw new ExplainedError({
      what: `The trace has version ${JSON.stringify(value.version)}; this package reads version ${ACT_TRACE.version}.`,
      fix: 'Use the version of the package that has written it.',
    });
  }
  const wrong = wrongMember(value);
  if (wrong === undefined && isActTrace(value)) return value;
  throw new ExplainedError({
    what: `The trace is damaged: ${wrong} is missing, or not what it should be.`,
    fix: 'Take it from where it was written once more.',
  });
}

function isActTrace(value: unknown): value is ActTrace {
  return isRecord(value) && wrongMember(value) === undefined;
}

/** The first member that is not of its kind. */
function wrongMember(trace: Readonly<Record<string, unknown>>): string | undefined {
  for (const { place, part, kinds } of partsOf(trace)) {
    const name = Object.entries(kinds).find(
      ([key, kind]) => !isRecord(part) || !IS_KIND[kind](part[key]),
    )?.[0];
    if (name !== undefined) return `${place}${name}`;
  }
  return undefined;
}

function* partsOf(trace: Readonly<Record<string, unknown>>): Generator<Part> {
  yield { place: '', part: trace, kinds: TRACE_KINDS };
  yield { place: 'metadata.', part: trace.metadata, kinds: METADATA_KINDS };
  if (trace.error !== undefined) yield { place: 'error.', part: trace.error, kinds: ERROR_KINDS };
  for (const [index, step] of listOf(trace.steps).entries()) {
    const place = `steps[${index}].`;
    yield { place, part: step, kinds: STEP_KINDS };
    const program = isRecord(step) ? step.program : undefined;
    yield { place: `${place}program.`, part: program, kinds: PROGRAM_KINDS };
    for (const [at, call] of listOf(isRecord(program) ? program.calls : undefined).entries())
      yield* partsOfCall(`${place}program.calls[${at}].`, call);
  }
}

function* partsOfCall(place: string, call: unknown): Generator<Part> {
  yield { place, part: call, kinds: CALL_KINDS };
  if (!isRecord(call) || call.human === undefined) return;
  yield { place: `${place}human.`, part: call.human, kinds: QUESTION_KINDS };
  if (isRecord(call.human) && call.human.by !== undefined)
    yield { place: `${place}human.by.`, part: call.human.by, kinds: ANSWERER_KINDS };
}

interface Part {
  readonly place: string;
  readonly part: unknown;
  readonly kinds: Kinds;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

type Kinds = Readonly<Record<string, keyof typeof IS_KIND>>;

/** Of those with a question mark a trace may say nothing. */
const IS_KIND = {
  string: (value: unknown): boolean => typeof value === 'string',
  number: (value: unknown): boolean => typeof value === 'number',
  boolean: (value: unknown): boolean => typeof value === 'boolean',
  list: (value: unknown): boolean => Array.isArray(value),
  record: (value: unknown): boolean => isRecord(value),
  time: isTime,
  'time?': (value: unknown): boolean => value === undefined || isTime(value),
  'string?': (value: unknown): boolean => value === undefined || typeof value === 'string',
  'number?': (value: unknown): boolean => value === undefined || value === null || typeof value === 'number',
};

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}

const TRACE_KINDS: Kinds = {
  sdk_version: 'string',
  prompt: 'string',
  steps: 'list',
  metadata: 'record',
  status: 'string',
};
const METADATA_KINDS: Kinds = {
  workflow_definition_name: 'string',
  workflow_run_id: 'string',
  session_id: 'string',
  act_id: 'string',
  start_time: 'number',
  end_time: 'number?',
  time_worked_s: 'number?',
  num_steps_executed: 'number',
  human_wait_time_s: 'number',
  step_server_times_s: 'list',
};
const ERROR_KINDS: Kinds = { name: 'string', message: 'string' };
const PROGRAM_KINDS: Kinds = { calls: 'list' };
const STEP_KINDS: Kinds = {
  program: 'record',
  active_url: 'string',
  image: 'string',
  simplified_dom: 'string',
  number: 'number',
  at: 'time',
  width_px: 'number',
  height_px: 'number',
  step_id: 'string?',
  server_time_ms: 'number?',
};
const CALL_KINDS: Kinds = {
  name: 'string',
  kwargs: 'record',
  id: 'string',
  is_tool: 'boolean',
  is_return: 'boolean',
  result: 'string?',
};
const QUESTION_KINDS: Kinds = {
  request_id: 'string',
  phase: 'string',
  answer: 'string?',
  answered_at: 'time?',
  comment: 'string?',
  unheard_since: 'time?',
  wait_s: 'number',
};
const ANSWERER_KINDS: Kinds = { name: 'string?', subject: 'string?' };
