import { decodeCall } from '../../browser/index.ts';
import { MAX_TEXT_LENGTH } from '../../contract/limits.ts';
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
   * Connects, and says what tools there are. Called once for each session.
   * @param context its signal is aborted when the start of the session is canceled
   */
  open(context: { readonly signal: AbortSignal }): Promise<OpenToolSource>;
}

/** An open source of tools. */
export interface OpenToolSource {
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
  if (!/^[a-zA-Z0-9_-]{1,64}$/.test(name)) {
    throw new ValidationFailed(
      `The tool's name is ${JSON.stringify(name)}; 1 to 64 characters out of a-z, A-Z, 0-9, "_", "-" are allowed.`,
    );
  }
  if (decodeCall({ callId: '', name, input: {} }).type !== 'tool') {
    throw new ValidationFailed(
      `"${name}" is an action of the browser, which a tool would hide. Give the tool another name.`,
    );
  }
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

/** Tools a session may have, as many as the service takes. */
const MAX_TOOLS = 100;

/** @throws ValidationFailed when there are too many tools, or two of one name. */
export function toolsByName(tools: readonly Tool[]): ReadonlyMap<string, Tool> {
  if (!Array.isArray(tools)) {
    throw new ValidationFailed(`tools is ${show(tools)}; it must be a list of what defineTool(…) gives.`);
  }
  const wrong = tools.find(
    (tool) => typeof tool?.run !== 'function' || typeof tool.input?.parse !== 'function',
  );
  if (wrong !== undefined || tools.includes(undefined)) {
    throw new ValidationFailed(`tools has ${show(wrong)} in it; each must be what defineTool(…) gives.`);
  }
  if (tools.length > MAX_TOOLS) {
    throw new ValidationFailed(`A session may have ${MAX_TOOLS} tools, not ${tools.length}.`);
  }
  const map = new Map(tools.map((tool) => [tool.name, tool]));
  if (map.size < tools.length) {
    throw new ValidationFailed('Two tools have the same name. Give each a name of its own.');
  }
  return map;
}
