import type { Command } from 'commander';
import { catalogOption } from './catalog-option.ts';

/** The options by which a command is told about which workflow it is. */
export function addWorkflowOptions(command: Command): Command {
  return command
    .option('--stack <name>', 'stack of the workflow (default: NovaActWorkflow-<workflow>)')
    .option(
      '--outputs-file <path>',
      'file of "cdk deploy --outputs-file" (default: cdk-outputs.json, if it exists; on local AWS .nova-act/cdk-outputs.json before it)',
    )
    .addOption(catalogOption());
}

/** What {@link addWorkflowOptions} adds, and the name of the workflow. */
export interface AskedWorkflow {
  readonly workflow?: string | undefined;
  readonly stack?: string | undefined;
  readonly outputsFile?: string | undefined;
  /** File of the catalog. */
  readonly catalog?: string | undefined;
}
