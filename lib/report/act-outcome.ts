import type { ActTrace } from '../contract/act-trace.ts';

/** The value that an act ended with: what its last step returned, or threw. */
export function actOutcome(act: ActTrace): ActOutcome | undefined {
  const calls = act.steps.at(-1)?.program.calls ?? [];
  const last = calls.find(({ is_return, name }) => is_return || ENDS.includes(name));
  return last && { kind: last.is_return ? 'returned' : 'threw', value: last.kwargs.value };
}

export interface ActOutcome {
  readonly kind: 'returned' | 'threw';
  readonly value: unknown;
}

/** With these the agent gives up. */
const ENDS: readonly string[] = ['throw', 'throwAgentError'];
