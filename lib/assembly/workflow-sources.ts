import { WORKFLOW_SOURCE, type WorkflowSource } from '../contract/workflow-source.ts';
import { isWorkflowTool } from '../contract/workflow-tool.ts';
import { isRecord } from '../core/is-record.ts';
import type { AssemblyStack } from './read-assembly.ts';

/** What the runtimes of a stack are made of, as far as their constructs have noted it. */
export function workflowSourcesOf({ metadata }: Pick<AssemblyStack, 'metadata'>): readonly WorkflowSource[] {
  return Object.values(metadata).flatMap((entries) => {
    const list: readonly unknown[] = Array.isArray(entries) ? entries : [];
    return list.flatMap((entry) =>
      isRecord(entry) && entry.type === WORKFLOW_SOURCE && isWorkflowSource(entry.data) ? [entry.data] : [],
    );
  });
}

function isWorkflowSource(value: unknown): value is WorkflowSource {
  return (
    isRecord(value) &&
    [value.runtime, value.workflow, value.entry, value.projectRoot].every(
      (part) => typeof part === 'string',
    ) &&
    (value.tool === undefined || isWorkflowTool(value.tool))
  );
}
