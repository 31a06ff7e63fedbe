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
    const name = Object.keys(kinds).find((key) => !isRecord(part) || kindOf(part[key]) !== kinds[key]);
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
      yield {
        place: `${place}program.calls[${at}].`,
        part: call,
        kinds: isRecord(call) && call.result !== undefined ? { ...CALL_KINDS, result: 'string' } : CALL_KINDS,
      };
  }
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;
}

interface Part {
  readonly place: string;
  readonly part: unknown;
  readonly kinds: Kinds;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

type Kinds = Readonly<Record<string, 'string' | 'number' | 'boolean' | 'object' | 'list'>>;

const TRACE_KINDS: Kinds = {
  sdk_version: 'string',
  prompt: 'string',
  steps: 'list',
  metadata: 'object',
  status: 'string',
};
const METADATA_KINDS: Kinds = {
  workflow_definition_name: 'string',
  workflow_run_id: 'string',
  session_id: 'string',
  act_id: 'string',
  start_time: 'number',
  num_steps_executed: 'number',
  human_wait_time_s: 'number',
  step_server_times_s: 'list',
};
const ERROR_KINDS: Kinds = { name: 'string', message: 'string' };
const PROGRAM_KINDS: Kinds = { calls: 'list' };
const STEP_KINDS: Kinds = {
  program: 'object',
  active_url: 'string',
  image: 'string',
  simplified_dom: 'string',
  number: 'number',
  at: 'string',
  width_px: 'number',
  height_px: 'number',
};
const CALL_KINDS: Kinds = {
  name: 'string',
  kwargs: 'object',
  id: 'string',
  is_tool: 'boolean',
  is_return: 'boolean',
};
