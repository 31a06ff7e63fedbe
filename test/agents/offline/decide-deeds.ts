import type { ActionCall, AgentCall } from '../../../lib/agents/agent.ts';
import { decide } from '../../../lib/agents/offline/index.ts';

/** What the agent does about a task that asks nobody. */
export function decideDeeds(input: Parameters<typeof decide>[0]): ActionCall[] {
  const calls = decide(input);
  if (!calls.every(isAction)) throw new Error('The agent calls a tool.');
  return calls;
}

function isAction(call: AgentCall): call is ActionCall {
  return Array.isArray(call.input);
}
