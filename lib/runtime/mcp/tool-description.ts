import { MCP_TOOL_NAME_PATTERN } from '../../contract/mcp-tools.ts';
import { ExplainedError } from '../../core/errors.ts';
import { loosePayloadSchemaOf } from '../../sdk/run/workflow-payload.ts';
import type { JsonSchema } from '../../sdk/schema/json-schema-type.ts';

/** How a workflow appears among the tools of an MCP server. */
export interface McpTool {
  /** Of the tool that runs it: 1 to 57 letters, digits, `_` and `-`; `_start` and `_status` are added for the others. */
  readonly name: string;
  /** What it does, and when to use it: models decide by it. */
  readonly description?: string | undefined;
}

/** @throws ExplainedError for a name that clients or models would refuse */
export function checkTool({ name }: McpTool): void {
  if (new RegExp(`^${MCP_TOOL_NAME_PATTERN}$`).test(name)) return;
  throw new ExplainedError({
    what: `The tool is named ${JSON.stringify(name)}.`,
    allowed: 'Allowed are 1 to 57 characters out of a-z, A-Z, 0-9, "_", "-".',
  });
}

/**
 * The JSON Schema of what the tool takes: that of the workflow's payload, or any object. What it cannot say, such as a date, is left
 * open in it: the workflow checks its payload itself.
 *
 * @throws ExplainedError when the payload is no object
 */
export function toolInputOf(main: unknown): JsonSchema {
  const schema = loosePayloadSchemaOf(main) ?? { type: 'object' };
  const { type } = schema;
  if (type === 'object') return schema;
  if (Array.isArray(type) && type.includes('object')) return { ...schema, type: 'object' };
  // Such as a choice among several objects.
  if (type === undefined) return { type: 'object', ...schema };
  throw new ExplainedError({
    what: `The payload of the workflow is of type ${JSON.stringify(type)}.`,
    allowed: 'A tool takes an object.',
    fix: 'Write payload: z.object({ … }), with a member for each thing that it takes.',
  });
}
