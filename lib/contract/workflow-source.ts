import type { WorkflowTool } from './workflow-tool.ts';

/**
 * The type of the metadata by which a cloud assembly says what a runtime is made of. It stands in the manifest, and in no
 * template.
 */
export const WORKFLOW_SOURCE = 'nova-act-cdk:workflow';

/** What that metadata says. Paths are relative to the folder in which the app was synthesized, with `/` between. */
export interface WorkflowSource {
  /** The logical id of the runtime. */
  readonly runtime: string;
  /** The name of the workflow. */
  readonly workflow: string;
  /** The file that exports `main(payload)`. */
  readonly entry: string;
  /** The folder that dependencies of the workflow are resolved from. */
  readonly projectRoot: string;
  /** What agents see of it. @default - the runtime speaks HTTP */
  readonly tool?: WorkflowTool | undefined;
}
