/** The names of the tools that stand for a workflow at an MCP host. */
export interface McpToolNames {
  /** Runs the workflow, and answers with its result. */
  readonly run: string;
  /** Begins a run, and answers with its id. */
  readonly start: string;
  /** Says how a run is going, by its id. */
  readonly status: string;
}

/** The names that follow from that of the workflow's tool. */
export function mcpToolNames(name: string): McpToolNames {
  return { run: name, start: `${name}_start`, status: `${name}_status` };
}

/**
 * What the name of a workflow's tool is made of, whole. Models take names of 64 characters, and those that follow from it are the
 * longer ones.
 *
 * @see https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ToolSpecification.html
 */
export const MCP_TOOL_NAME_PATTERN = '[a-zA-Z0-9_-]{1,57}';
