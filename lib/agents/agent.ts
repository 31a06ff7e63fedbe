import type { Observation } from '../browser/index.ts';

/**
 * Who decides what local AWS does next: rules, a script, a recording, a model or a person.
 *
 * @example
 * ```ts
 * const model: Agent = {
 *   name: 'my-model',
 *   async decide({ prompt, schema, steps, screenshot, tools, signal }) {
 *     const answer = await fetch('http://127.0.0.1:11434/decide', {
 *       method: 'POST',
 *       body: JSON.stringify({ prompt, schema, steps, tools, image: screenshot?.bytes.toString('base64') }),
 *       signal,
 *     });
 *     return (await answer.json()) as AgentCall[];
 *   },
 * };
 * ```
 */
export interface Agent {
  /** 1 to 100 characters: who plays the model, as viewer, log and errors of local AWS say. */
  readonly name: string;
  /**
   * Decides on the calls of the next step: actions of the browser, or calls of the act's tools, done in order. `return`
   * ends the act with an answer, `throw` ends it with a reason. All that is known of an act is in the input, so an
   * agent needs no memory of its own, and many acts may ask at the same time.
   *
   * What it rejects with reaches the client as InternalServerException, reason `InvalidModelGeneration`.
   */
  decide(input: AgentInput): Promise<readonly AgentCall[]>;
}

/** What an agent decides on. */
export interface AgentInput {
  /** What the act is to do, in the words of the workflow's author. */
  readonly prompt: string;
  /** JSON Schema of the answer: then `return` takes JSON text. Absent when any text will do. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined;
  /** Why the schema that the client has sent is none; absent when all is well. */
  readonly schemaProblem?: string | undefined;
  /** The steps of the act so far, oldest first. */
  readonly steps: readonly AgentStep[];
  /** The page as it is: URL, sizes, the screenshot as a data URL, and the DOM with its boxes if the client sends them. */
  readonly observation: Observation;
  /** The screenshot as an image file; absent when the client has sent none. */
  readonly screenshot?: AgentScreenshot | undefined;
  /** Tools of the workflow that the agent may call. */
  readonly tools: readonly AgentTool[];
  /** Aborted when nobody waits for the decision any more: the client, the act or the run is gone, or time is up. */
  readonly signal: AbortSignal;
}

/** One call of a step. */
export type AgentCall = ActionCall | ToolCall;

/** An action of the browser, with its arguments in order. */
export interface ActionCall {
  readonly name: string;
  readonly input: readonly unknown[];
}

/** A tool of the workflow, with its arguments by name. */
export interface ToolCall {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * A step of the past: its calls, and the text of each result, `null` for calls that were not executed. Results that are
 * errors begin with the error's class name, such as `AgentRedirectError: …`; observations have no screenshot.
 */
export interface AgentStep {
  readonly calls: readonly AgentCall[];
  readonly results: readonly (string | null)[];
}

/** One image of the page whose pixels are CSS pixels. */
export interface AgentScreenshot {
  readonly mediaType: 'image/jpeg' | 'image/png';
  readonly bytes: Buffer;
}

/** A tool, as the workflow has described it. */
export interface AgentTool {
  readonly name: string;
  readonly description: string;
  /** JSON Schema of its arguments. */
  readonly inputSchema: unknown;
}
