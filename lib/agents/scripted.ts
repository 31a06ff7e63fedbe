import { ACTION_NAMES } from '../browser/index.ts';
import { ExplainedError } from '../core/errors.ts';
import { isRecord } from '../core/is-record.ts';
import { optionKeysProblem } from '../core/option-keys.ts';
import { showKind } from '../core/problems.ts';
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
 * @throws ExplainedError for an entry with both `returns` and `throws`, or with unknown keys
 */
export function scriptedAgent(
  acts: readonly ScriptedAct[],
  options: { readonly name?: string | undefined; readonly otherwise?: Agent | undefined } = {},
): Agent {
  const { name = 'scripted', otherwise } = options;
  for (const act of acts) {
    checkEntry(act);
    checkEnd(act);
  }
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
  const index = input.steps.length;
  if (index < steps.length) {
    const step = steps[index];
    const calls: unknown = typeof step === 'function' ? await step(input) : step;
    if (!isListOfCalls(calls)) throw new ExplainedError(noList(calls, index, input));
    for (const { name } of calls) checkName(name, input);
    return calls;
  }
  if (throws !== undefined) return [agentCall.throw(throws)];
  if (steps.length > 0 && returns === undefined) throw new ExplainedError(noStepLeft(act, input));
  const value = typeof returns === 'function' ? await returns(input) : returns;
  // Without a schema, text is the answer as it stands.
  return [agentCall.return(input.schema === undefined ? value : answerText(value, act))];
}

/** An answer by a schema is JSON text. A script has it in full: null must be meant, not made from what JSON has no word for. */
function answerText(value: unknown, act: ScriptedAct): string {
  const text: string | undefined = JSON.stringify(value);
  if (text !== undefined && (text !== 'null' || value === null)) return text;
  throw new ExplainedError({
    what: `The script for ${nameOf(act)} has no answer for the schema of the act: its returns ${returnsWords(value, act)}.`,
    allowed: 'It must be a JSON value that matches the schema.',
    fix: 'Add { returns }, or a return in its function; returns: null says that there is nothing.',
  });
}

function returnsWords(value: unknown, { returns }: ScriptedAct): string {
  const found = typeof value === 'number' ? value : showKind(value);
  const words = value === undefined ? 'nothing' : `${found}, which is not JSON`;
  if (typeof returns === 'function') return `gives ${words}`;
  return value === undefined ? 'is missing' : `is ${words}`;
}

function isListOfCalls(calls: unknown): calls is readonly AgentCall[] {
  // A list may have holes, which `every` would leave out.
  return Array.isArray(calls) && Array.from(calls).every(isRecord);
}

function noList(calls: unknown, index: number, { prompt }: AgentInput): string {
  const found = Array.isArray(calls) ? 'a list with something else than calls' : showKind(calls);
  return `Step ${index + 1} of the script for ${JSON.stringify(prompt)} is ${found}. It must be a list of calls, such as [agentCall.look()], or a function that returns one.`;
}

function fits(wanted: ScriptedAct['prompt'], prompt: string): boolean {
  if (wanted === undefined) return true;
  // Not by `test`, which a pattern with the flag g answers differently from time to time.
  return typeof wanted === 'string' ? wanted.trim() === prompt : prompt.search(wanted) >= 0;
}

/** Types see no JavaScript: an answer under a wrong name would be none. */
function checkEntry(act: ScriptedAct): void {
  const problem = optionKeysProblem(act, { call: 'An entry of scriptedAgent', keys: ENTRY_KEYS });
  if (problem !== undefined) throw new ExplainedError(problem);
}

const ENTRY_KEYS = {
  prompt: true,
  steps: true,
  returns: true,
  throws: true,
} as const satisfies Record<keyof ScriptedAct, true>;

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
