/** What the local service needs of an agent: a pure decision from task, history and page. */
import type { Observation } from '../browser/index.ts';

/** One call in list form: a browser action and its positional arguments. */
export type AgentCall = { readonly name: string; readonly input: unknown[] };

/** A step of the past: its calls, and the text of each result (`null` when that call was not executed). */
export type AgentStep = {
  readonly calls: readonly AgentCall[];
  readonly results: readonly (string | null)[];
};

/** What an agent decides on. Observations among the results of `steps` have no screenshot. */
export type AgentInput = {
  readonly task: string;
  readonly steps: readonly AgentStep[];
  readonly observation: Observation;
};

/** Decides on the next calls. */
export type Agent = (input: AgentInput) => AgentCall[];
