/** Translates between what an agent sees and says, and what the service keeps and sends. Pure. */
import { randomUUID } from 'node:crypto';
import type { AgentCall, AgentStep, AgentTool } from '../../agents/agent.ts';
import { isRecord } from '../../core/is-record.ts';
import type { Call } from '../../service/index.ts';
import type { ActRecord, StepRecord, StepResult } from './records.ts';

/** All steps so far with what came back for their calls; the newest results are in the current request. */
export function historyOf(steps: readonly StepRecord[], newest: readonly StepResult[]): AgentStep[] {
  return steps.map((step, index) => {
    const results = steps[index + 1]?.results ?? newest;
    const texts = new Map(results.map(({ callId, text }) => [callId, text]));
    return {
      calls: step.calls.map(agentCallOf),
      results: step.calls.map(({ callId }) => texts.get(callId) ?? null),
    };
  });
}

function agentCallOf({ name, input }: Call): AgentCall {
  if (isRecord(input)) return { name, input };
  return { name, input: Array.isArray(input) ? input : [input] };
}

/** The tools that an act may use. */
export function toolsOf({ toolSpecs = [] }: ActRecord): AgentTool[] {
  return toolSpecs.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: inputSchema.json,
  }));
}

/**
 * An agent's calls as they go over the wire: with ids, and with arguments that are plain JSON.
 *
 * @param calls what the agent has answered; agents are the work of others, so it is looked at closely
 * @throws TypeError when it is not a list of calls, or not JSON
 */
export function callsOf(calls: unknown): Call[] {
  if (!Array.isArray(calls)) throw new TypeError(`It answered ${kindOf(calls)} instead of a list of calls.`);
  // Also over the holes of the list, which `map` would keep.
  return Array.from(calls, (call: unknown, index) => {
    const place = `Call ${index + 1} of its answer`;
    if (!isRecord(call) || typeof call.name !== 'string' || call.name === '' || !isInput(call.input)) {
      throw new TypeError(
        `${place} must have a name and, as input, a list or an object, such as { name: 'return', input: ['text'] }.`,
      );
    }
    const { name } = call;
    // What has a `toJSON` may be anything in the end, even nothing.
    const json: string | undefined = JSON.stringify(call.input);
    if (json === undefined || !isInput(JSON.parse(json))) {
      throw new TypeError(`${place}, ${name}, must have an input that is a list or an object as JSON, too.`);
    }
    return { callId: randomUUID(), name, input: JSON.parse(json) };
  });
}

function isInput(value: unknown): value is AgentCall['input'] {
  return Array.isArray(value) || isRecord(value);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : value === undefined ? 'nothing' : `a ${typeof value}`;
}
