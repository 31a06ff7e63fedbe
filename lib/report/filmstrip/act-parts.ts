import type { ActTrace, TraceStep } from '../../contract/act-trace.ts';
import { HUMAN_TOOL } from '../../contract/protocol.ts';

/**
 * Tells the time of the service, of the browser and its tools, and of people apart. Empty when nobody has noted how long the
 * service took. Clocks of the service and of the workflow may differ: steps are moved as a whole into the time of the act.
 */
export function actParts(
  act: ActTrace,
  span: { readonly startMs: number; readonly endMs: number },
): readonly ActPart[] {
  const lengthMs = span.endMs - span.startMs;
  const answers = answersOf(act, span);
  if (answers.length === 0 || !(lengthMs > 0)) return [];
  const parts: ActPart[] = [];
  let peopleMs =
    act.metadata.human_wait_time_s > 0 ? act.metadata.human_wait_time_s * 1000 : Number.POSITIVE_INFINITY;
  let atMs = 0;
  const add = (kind: PartKind, untilMs: number): void => {
    const toMs = Math.min(Math.max(untilMs, atMs), lengthMs);
    if (toMs > atMs) parts.push({ kind, fromMs: atMs, toMs });
    atMs = toMs;
  };
  let asksPeople = false;
  for (const { step, fromMs, toMs } of answers) {
    if (asksPeople && fromMs > atMs) {
      const waitedMs = Math.min(fromMs - atMs, peopleMs);
      peopleMs -= waitedMs;
      add('people', atMs + waitedMs);
    }
    add('browser', fromMs);
    add('service', toMs);
    asksPeople = step.program.calls.some(({ name }) => PEOPLE.includes(name));
  }
  if (asksPeople) add('people', atMs + Math.min(lengthMs - atMs, peopleMs));
  add('browser', lengthMs);
  return parts;
}

/** What an act spent its time with, in order. Times are milliseconds since its start. */
export interface ActPart {
  readonly kind: PartKind;
  readonly fromMs: number;
  readonly toMs: number;
}

/** The service thinks; the browser and tools do what it said; people are asked. */
export type PartKind = 'service' | 'browser' | 'people';

/** How much time each kind took together. */
export function timeOfParts(parts: readonly ActPart[]): Readonly<Record<PartKind, number>> {
  const total = { service: 0, browser: 0, people: 0 };
  for (const { kind, fromMs, toMs } of parts) total[kind] += toMs - fromMs;
  return total;
}

const PEOPLE: readonly string[] = Object.values(HUMAN_TOOL);

interface Answer {
  readonly step: TraceStep;
  readonly fromMs: number;
  readonly toMs: number;
}

function answersOf(
  { steps }: ActTrace,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): readonly Answer[] {
  const known = steps.flatMap((step): readonly Answer[] => {
    const fromMs = Date.parse(step.at) - startMs;
    // What was never answered was waited for until the end.
    const tookMs = step.server_time_ms ?? (isUnanswered(step) ? Number.POSITIVE_INFINITY : Number.NaN);
    return Number.isFinite(fromMs) && tookMs >= 0 ? [{ step, fromMs, toMs: fromMs + tookMs }] : [];
  });
  const first = known[0]?.fromMs ?? 0;
  const last = Math.max(0, ...known.map(({ fromMs, toMs }) => (Number.isFinite(toMs) ? toMs : fromMs)));
  const lateMs = Math.max(0, last - (endMs - startMs));
  const moveMs = first < 0 ? -first : -Math.min(first, lateMs);
  return known.map(({ step, fromMs, toMs }) => ({ step, fromMs: fromMs + moveMs, toMs: toMs + moveMs }));
}

function isUnanswered({ program, step_id }: TraceStep): boolean {
  return program.calls.length === 0 && step_id === undefined;
}
