import { ACTION_NAMES } from '../browser/index.ts';
import { ExplainedError } from '../core/errors.ts';
import { didYouMean } from '../core/suggest.ts';
import type { Agent, AgentCall, AgentInput } from './agent.ts';
import { agentCall } from './agent-call.ts';

/**
 * An agent for tests that does what it is told. Each act is played from the first entry whose prompt fits, from its
 * beginning, also when the same prompt comes again: an entry is not used up.
 *
 * @example
 * ```ts
 * scriptedAgent([
 *   { prompt: /main heading/, returns: 'Hello' },
 *   { prompt: 'Buy the shoes', throws: 'They are sold out.' },
 * ])
 * ```
 * @param options.name the id of its model. @default 'scripted'
 * @param options.otherwise who decides on prompts that no entry is for. @default they are an error
 * @throws ExplainedError for an entry with both `returns` and `throws`
 */
export function scriptedAgent(
  acts: readonly ScriptedAct[],
  options: { readonly name?: string | undefined; readonly otherwise?: Agent | undefined } = {},
): Agent {
  const { name = 'scripted', otherwise } = options;
  for (const act of acts) checkEnd(act);
  return {
    name,
    decide: async (input) => {
      const act = acts.find(({ prompt }) => fits(prompt, input.prompt));
      if (act !== undefined) return await play(act, input);
      if (otherwise !== undefined) return await otherwise.decide(input);
      throw new ExplainedError(noActFor(input.prompt, acts));
    },
  };
}

/** What is done for a prompt: the steps one after another, then the end. Without steps and end, nothing is answered. */
export interface ScriptedAct {
  /** The whole prompt, or a pattern that it matches; the schema of `actGet` is not part of it. @default every prompt */
  readonly prompt?: string | RegExp | undefined;
  /** What the agent does first, one entry a step. */
  readonly steps?: readonly ScriptedStep[] | undefined;
  /** The answer: text or any JSON value, or what makes it from what the agent sees. For `actGet` it must match the schema. */
  readonly returns?: Answer | ((input: AgentInput) => unknown) | undefined;
  /** The agent gives up: the workflow gets ActAgentFailed with this message. */
  readonly throws?: string | undefined;
}

/** The calls of a step, or what makes them from what the agent sees. */
export type ScriptedStep =
  | readonly AgentCall[]
  | ((input: AgentInput) => readonly AgentCall[] | Promise<readonly AgentCall[]>);

/** What can be written as JSON. */
type Answer = string | number | boolean | object | null;

async function play(act: ScriptedAct, input: AgentInput): Promise<readonly AgentCall[]> {
  const { steps = [], returns, throws } = act;
  const step = steps[input.steps.length];
  if (step !== undefined) {
    const calls = typeof step === 'function' ? await step(input) : step;
    for (const { name } of calls) checkName(name, input);
    return calls;
  }
  if (throws !== undefined) return [agentCall.throw(throws)];
  if (steps.length > 0 && returns === undefined) throw new ExplainedError(noStepLeft(act, input));
  const value = typeof returns === 'function' ? await returns(input) : returns;
  // An answer by a schema is JSON text; without one, text is the answer as it stands.
  return [agentCall.return(input.schema === undefined ? value : JSON.stringify(value ?? null))];
}

function fits(wanted: ScriptedAct['prompt'], prompt: string): boolean {
  if (wanted === undefined) return true;
  // Not by `test`, which a pattern with the flag g answers differently from time to time.
  return typeof wanted === 'string' ? wanted.trim() === prompt : prompt.search(wanted) >= 0;
}

function checkEnd(act: ScriptedAct): void {
  if (act.throws === undefined || act.returns === undefined) return;
  throw new ExplainedError(`The script for ${nameOf(act)} both returns and throws. Choose one of them.`);
}

function checkName(name: string, { tools, prompt }: AgentInput): void {
  const known = [...ACTION_NAMES, ...tools.map((tool) => tool.name)];
  if (known.includes(name)) return;
  const near = didYouMean(name, known);
  throw new ExplainedError({
    what: `The script for ${JSON.stringify(prompt)} calls "${name}", which is no action of the browser and no tool of the session.`,
    allowed: near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean "${near}"?`,
  });
}

function noActFor(prompt: string, acts: readonly ScriptedAct[]): string {
  const near = didYouMean(
    prompt,
    acts.flatMap((act) => (typeof act.prompt === 'string' ? [act.prompt] : [])),
  );
  const known =
    near === undefined
      ? `It has: ${acts.map(nameOf).join(', ') || 'nothing'}.`
      : `Did you mean ${JSON.stringify(near)}?`;
  return `The script has nothing for the prompt ${JSON.stringify(prompt)}. ${known} Add { prompt, returns }, or an agent for all other prompts: { otherwise: offlineAgent }.`;
}

function noStepLeft(act: ScriptedAct, { steps: done, prompt }: AgentInput): string {
  const count = act.steps?.length ?? 0;
  return `The script for ${JSON.stringify(prompt)} has ${count} step${count === 1 ? '' : 's'}, and the act asks for step ${done.length + 1}. End it with returns, throws, or a step of agentCall.return(…).`;
}

function nameOf({ prompt }: ScriptedAct): string {
  if (prompt === undefined) return 'every prompt';
  return typeof prompt === 'string' ? JSON.stringify(prompt) : String(prompt);
}
