import { OPENING_CALL } from '../../contract/protocol.ts';
import { splitTask } from '../../contract/task.ts';
import type { ActError } from '../../service/index.ts';
import type { ActRecord, RunRecord, StepRecord, StepResult } from '../nova-act/records.ts';
import { isEnded } from '../nova-act/status-rules.ts';
import type { NovaActStore } from '../nova-act/store.ts';
import type { LogEvent } from './log-stream.ts';
import type { UnexportedSteps } from './run-groups.ts';

/**
 * The log of a run, made from its records: lines like those of the host. What AWS writes into the log group of a run is not
 * documented; this is ours.
 *
 * @param options.nowMs what happened in this very millisecond is left out: more may, and must not come before it
 */
export function runEvents(
  store: Pick<NovaActStore, 'run' | 'sessions' | 'acts' | 'steps' | 'invocations'>,
  options: { readonly runId: string; readonly unexported: UnexportedSteps; readonly nowMs: number },
): readonly RunEvent[] {
  const { runId, unexported, nowMs } = options;
  const run = store.run(runId);
  if (run === undefined) return [];
  const sessions = store.sessions({ runId });
  const acts = store.acts({ runId });
  const ids = { workflowRunId: runId };
  const lines: readonly Line[] = [
    begun(run),
    ...sessions.flatMap(({ sessionId, createdAt }) => [
      { at: createdAt, message: 'session started', fields: { sessionId } },
      ...acts
        .filter((act) => act.sessionId === sessionId)
        .flatMap((act) => actLines(act, store.steps(act.actId), unexported)),
    ]),
    ...(run.endedAt === undefined ? [] : [ended('run', { ...run, error: errorOf(run, store) }, run.endedAt)]),
  ];
  return lines.map((line) => eventOf(line, ids)).filter(({ timestampMs }) => timestampMs < nowMs);
}

export type RunEvent = Pick<LogEvent, 'timestampMs' | 'message'>;

interface Line {
  /** ISO 8601. */
  readonly at: string;
  readonly level?: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Local AWS knows it when it had to end the run; else the host may have said it of the invocation. */
function errorOf(
  { status, error, invocationId }: RunRecord,
  { invocations }: Pick<NovaActStore, 'invocations'>,
): ActError | undefined {
  if (status !== 'FAILED' || error !== undefined || invocationId === undefined) return error;
  const said = invocations.read(invocationId)?.record.error;
  return said && { type: said.name, message: said.message };
}

function begun({
  definitionName,
  modelId,
  requestedModelId,
  clientInfo,
  invocationId,
  startedAt,
}: RunRecord): Line {
  const asked = requestedModelId === modelId ? undefined : requestedModelId;
  return {
    at: startedAt,
    message: 'run started',
    fields: {
      definitionName,
      modelId,
      requestedModelId: asked,
      sdkVersion: clientInfo.sdkVersion,
      invocationId,
    },
  };
}

function actLines(
  act: ActRecord,
  steps: readonly StepRecord[],
  unexported: UnexportedSteps,
): readonly Line[] {
  const { actId, sessionId, task, startedAt, endedAt } = act;
  const ids = { sessionId, actId };
  const reason = isEnded(act.status) ? unexported(actId) : undefined;
  return [
    {
      at: startedAt,
      message: 'act started',
      fields: { ...ids, prompt: short(splitTask(task).prompt, MAX_PROMPT) },
    },
    ...steps.map((step) => ({
      at: step.at,
      message: `step ${step.index}`,
      fields: { ...ids, ...inShort(step) },
    })),
    ...(endedAt === undefined ? [] : [ended('act', act, endedAt, { ...ids, steps: steps.length })]),
    ...(endedAt === undefined || reason === undefined
      ? []
      : [
          {
            at: endedAt,
            level: 'warn',
            message: 'steps were not exported',
            fields: { ...ids, reason },
          } as const,
        ]),
  ];
}

function ended(
  what: 'run' | 'act',
  { status, error, startedAt }: RunRecord | ActRecord,
  endedAt: string,
  fields: Line['fields'] = {},
): Line {
  return {
    at: endedAt,
    ...(status !== 'SUCCEEDED' && { level: 'error' }),
    message: `${what} ended`,
    fields: { ...fields, status, error, durationMs: Date.parse(endedAt) - Date.parse(startedAt) },
  };
}

/** What came back from the calls of the step before, and what is to be done next. */
function inShort({ observation, results, calls }: StepRecord): Line['fields'] {
  return {
    url: observation.url,
    results: results.filter(isWorth).map(({ name, text }) => `${name}: ${short(text, MAX_TEXT)}`),
    calls: calls.map(({ name, input }) => `${name} ${short(JSON.stringify(input) ?? '', MAX_TEXT)}`.trim()),
  };
}

/** What opens an act, and looks at the page, is the same in each. */
function isWorth({ name }: StepResult): boolean {
  return name !== OPENING_CALL.initiate && name !== OPENING_CALL.observe;
}

const MAX_PROMPT = 2000;
const MAX_TEXT = 300;

function short(text: string, maxLength: number): string {
  return text.length <= maxLength ? text : `${text.slice(0, maxLength)}…`;
}

function eventOf({ at, level = 'info', message, fields }: Line, ids: Line['fields']): RunEvent {
  return {
    timestampMs: Date.parse(at),
    message: JSON.stringify({ level, time: at, message, ...ids, ...fields }),
  };
}
