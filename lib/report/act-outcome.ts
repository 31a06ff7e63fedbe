import type { ActTrace, TraceCall } from '../contract/act-trace.ts';

/** The value that an act ended with: what its last step returned, or threw. */
export function actOutcome(act: ActTrace): ActOutcome | undefined {
  const calls = act.steps.at(-1)?.program.calls ?? [];
  const last = calls.find(endsAct);
  return last && { kind: last.is_return ? 'returned' : 'threw', value: last.kwargs.value };
}

/** Whether the agent ends the act by a call. */
export function endsAct({ is_return, is_tool, name }: TraceCall): boolean {
  return is_return || (!is_tool && GIVES_UP.includes(name));
}

export interface ActOutcome {
  readonly kind: 'returned' | 'threw';
  readonly value: unknown;
}

const GIVES_UP: readonly string[] = ['throw', 'throwAgentError'];
