import { decodeCall } from '../../browser/index.ts';
import { MAX_TEXT_LENGTH } from '../../contract/limits.ts';
import { HUMAN_TOOL } from '../../contract/protocol.ts';
import { show } from '../../core/problems.ts';
import { checkKeys } from '../check-keys.ts';
import { mustBe } from '../check-option.ts';
import { ValidationFailed } from '../errors.ts';
import {
  type CompiledSchema,
  compileSchema,
  type OutputSchema,
  type SchemaOutput,
} from '../schema/output-schema.ts';

/** Something of yours that the agent may call while it acts, such as looking up an order in a database. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: CompiledSchema<unknown>;
  /** Gets input that matches the schema; its result is sent to the agent as JSON. */
  readonly run: (input: never, context: { readonly signal: AbortSignal }) => unknown;
}

/** Tools that are found when a session opens, such as those of a server; see `mcpTools`. */
export interface ToolSource {
  /**
   * Connects, and says what tools there are. Called once for each session, while its browser starts. What it throws is why the
   * session cannot be started.
   */
  open(context: ToolSourceContext): Promise<OpenToolSource>;
}

/** What a source is opened with. */
export interface ToolSourceContext {
  /** Aborted when the start is canceled, or something else of it has failed: `open` must then end, and leave nothing running. */
  readonly signal: AbortSignal;
  /** Takes what the author should know; it becomes a warning among the progress of the run. */
  readonly onNotice: (message: string) => void;
}

/** An open source of tools. */
export interface OpenToolSource {
  /** What it is in messages, such as `the MCP server "orders"`. */
  readonly name: string;
  readonly tools: readonly Tool[];
  /** Called once, when the session is closed, or its start has failed. */
  close(): Promise<void>;
}

/**
 * Describes a tool. The agent's input is checked by the schema before `run` sees it; input that does not match goes
 * back to the agent as text. What `run` throws ends the act with ActToolError.
 *
 * @throws ValidationFailed when the name or the description cannot be sent to the service.
 */
export function defineTool<const S extends OutputSchema>(definition: {
  readonly name: string;
  readonly description: string;
  readonly input: S;
  readonly run: (input: SchemaOutput<S>, context: { readonly signal: AbortSignal }) => unknown;
}): Tool {
  checkKeys('defineTool', definition, TOOL_KEYS);
  const { name, description } = definition;
  const problem = toolNameProblem(name);
  if (problem !== undefined) throw new ValidationFailed(`${problem}. Give the tool another name.`);
  mustBe(`description of the tool "${name}"`, description, 'text');
  mustBe(`run of the tool "${name}"`, definition.run, 'function');
  if (description.length < 1 || description.length > MAX_TEXT_LENGTH) {
    throw new ValidationFailed(
      `The description of tool "${name}" has ${description.length} characters; 1 to ${MAX_TEXT_LENGTH} are allowed.`,
    );
  }
  return { name, description, input: compileSchema(definition.input), run: definition.run };
}

const TOOL_KEYS = {
  name: true,
  description: true,
  input: true,
  run: true,
} as const satisfies Record<keyof Tool, true>;

/** Why a tool cannot have this name; `undefined` when it can. */
export function toolNameProblem(name: unknown): string | undefined {
  if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    return `The tool's name is ${show(name)}; 1 to 64 characters out of a-z, A-Z, 0-9, "_", "-" are allowed`;
  }
  if (decodeCall({ callId: '', name, input: {} }).type !== 'tool') {
    return `"${name}" is an action of the browser, which a tool would hide`;
  }
  if (Object.values<string>(HUMAN_TOOL).includes(name)) {
    return `"${name}" is how the agent asks people, which a tool would hide`;
  }
  return undefined;
}
