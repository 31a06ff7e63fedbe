import type { ActTrace, TraceCall } from '../contract/act-trace.ts';
import { printed } from './parts.ts';

/** The value that an act ended with: what its last step returned, or threw. */
export function actOutcome(act: ActTrace): ActOutcome | undefined {
  const calls = act.steps.at(-1)?.program.calls ?? [];
  const last = calls.find(endsAct);
  return last && { kind: last.is_return ? 'returned' : 'threw', value: last.kwargs.value };
}

/** Why an act failed, as far as it says so: its error, or what the agent gave up with. */
export function errorOfAct(act: ActTrace): ActTrace['error'] {
  if (act.error !== undefined) return act.error;
  const outcome = actOutcome(act);
  return outcome?.kind === 'threw'
    ? { name: 'The agent gave up', message: printed(outcome.value) }
    : undefined;
}

/** Whether the agent ends the act by a call. */
export function endsAct({ is_return, is_tool, name }: TraceCall): boolean {
  return is_return || (!is_tool && GIVES_UP.includes(name));
}

export interface ActOutcome {
  readonly kind: 'returned' | 'threw';
  readonly value: unknown;
}

/** Names of the calls by which the agent gives up. */
export const GIVES_UP: readonly string[] = ['throw', 'throwAgentError'];
