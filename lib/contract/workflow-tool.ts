import { isRecord } from '../core/is-record.ts';
import type { ServerProtocol } from './host.ts';

/**
 * The tool that agents see of a workflow whose runtime speaks MCP; `undefined` where it speaks HTTP. It is part of the bundle: another
 * description makes another version.
 */
export function workflowTool(workflow: {
  readonly serverProtocol?: ServerProtocol | undefined;
  readonly name: string;
  readonly description?: string | undefined;
}): WorkflowTool | undefined {
  const { serverProtocol, name, description } = workflow;
  if (serverProtocol !== 'MCP') return undefined;
  return { name, ...(description !== undefined && { description }) };
}

/** Name and description of a tool. */
export interface WorkflowTool {
  /** That of the workflow. */
  readonly name: string;
  /** When to call it. @default - agents see the name only */
  readonly description?: string | undefined;
}

/** Whether a value, read from a file, is a tool. */
export function isWorkflowTool(value: unknown): value is WorkflowTool {
  return (
    isRecord(value) &&
    typeof value.name === 'string' &&
    (value.description === undefined || typeof value.description === 'string')
  );
}
