import { ACT_TRACE, type ActTrace, type TraceStep } from '../../../lib/contract/act-trace.ts';
import type { Film, FilmAct } from '../../../lib/report/filmstrip/film.ts';
import { traceCallOf } from '../../../lib/report/trace-call.ts';

/** All samples begin here. */
export const START_MS = Date.parse('2026-03-01T09:00:00.000Z');

export function timeAt(ms: number): Date {
  return new Date(START_MS + ms);
}

/** A step that was asked for at this time, and answered after that. */
export function sampleStep(
  number: number,
  atMs: number,
  tookMs: number | undefined,
  calls: readonly (readonly [name: string, input: unknown, result?: string])[] = [['think', ['Hm.']]],
): TraceStep {
  return {
    ...{ active_url: 'https://shop.example/', image: 'step.jpg', simplified_dom: '', number },
    at: timeAt(atMs).toISOString(),
    ...{ width_px: 1600, height_px: 800, server_time_ms: tookMs },
    program: {
      calls: calls.map(([name, input, result], index) =>
        traceCallOf({ callId: `${number}-${index}`, name, input }, result),
      ),
    },
  };
}

export function sampleTrace(steps: readonly TraceStep[], details: Partial<ActTrace> = {}): ActTrace {
  return {
    ...ACT_TRACE,
    ...{ sdk_version: '1', prompt: 'Buy shoes', status: 'SUCCEEDED', steps },
    metadata: {
      ...{
        workflow_definition_name: 'shop',
        workflow_run_id: 'run',
        session_id: 's',
        act_id: 'a',
        prompt: '',
      },
      ...{ num_steps_executed: steps.length, start_time: 0, end_time: 1, step_server_times_s: [] },
      ...{ time_worked_s: null, human_wait_time_s: 0 },
    },
    ...details,
  };
}

/** An act from one time to another; without an end it goes on. */
export function sampleAct(
  id: string,
  fromMs: number,
  toMs: number | undefined,
  details: Partial<FilmAct> = {},
): FilmAct {
  return {
    ...{ id, status: toMs === undefined ? 'RUNNING' : 'SUCCEEDED', startedAt: timeAt(fromMs) },
    ...{ endedAt: toMs === undefined ? undefined : timeAt(toMs), trace: undefined },
    ...details,
  };
}

/** A run of so long, with the acts of each of its sessions. */
export function sampleFilm(
  lengthMs: number,
  sessions: readonly (readonly FilmAct[])[],
  details: Partial<Film> = {},
): Film {
  return {
    ...{ status: 'SUCCEEDED', startedAt: timeAt(0), endedAt: timeAt(lengthMs) },
    sessions: sessions.map((acts, index) => ({ id: `s${index + 1}`, acts })),
    ...details,
  };
}

/** A failed act that says why. */
export function failedAct(id: string, fromMs: number, toMs: number, message: string): FilmAct {
  const error = { name: 'ActError', message };
  const trace = sampleTrace([sampleStep(1, fromMs, 5)], { status: 'FAILED', error });
  return sampleAct(id, fromMs, toMs, { status: 'FAILED', trace });
}
