import type { TraceCall, TraceStep } from '../contract/act-trace.ts';
import { OPENING_CALL } from '../contract/protocol.ts';
import { GIVES_UP } from './act-outcome.ts';
import { callLine } from './call-words.ts';
import { shorten } from './format.ts';

/** What was done in a step, in a few words of plain text. */
export function stepCaption({ program: { calls }, step_id, server_time_ms }: TraceStep): string {
  const telling = calls.filter((call) => !isRoutine(call));
  const done = telling.filter(({ name }) => name !== 'think');
  const [first] = done.length > 0 ? done : telling.length > 0 ? telling : calls;
  if (first === undefined)
    return step_id !== undefined || server_time_ms !== undefined ? 'No calls' : 'No answer';
  const others = done.length - 1;
  return `${shorten(callLine(first), MAX_LENGTH)}${others > 0 ? ` +${others}` : ''}`;
}

/** Whether a step has a call that came to an error. */
export function isFailedStep({ program: { calls } }: TraceStep): boolean {
  return calls.some(
    ({ name, result }) => GIVES_UP.includes(name) || (result !== undefined && isErrorResult(result)),
  );
}

/** Whether it says nothing about what the agent did: every step has such calls. */
export function isRoutine({ name }: TraceCall): boolean {
  return ROUTINE.includes(name);
}

/** Whether a call came to an error, as the agent was told of it. */
export function isErrorResult(result: string): boolean {
  return /^[A-Z][A-Za-z]*(Error|Failed): /.test(result);
}

const ROUTINE: readonly string[] = [OPENING_CALL.observe, 'waitForPageToSettle'];
const MAX_LENGTH = 80;
