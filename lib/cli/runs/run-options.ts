import type { Command } from 'commander';
import { addTargetOptions, type TargetOptions } from '../target-options.ts';
import { addWorkflowOptions } from '../workflow-options.ts';

/** The options of all commands on runs: where to work, whose runs are meant, and what is printed. */
export function addRunOptions(command: Command): Command {
  const withPlace = addTargetOptions(command).option('--definition <name>', 'name of a workflow definition');
  return addWorkflowOptions(withPlace)
    .option('--json', 'print one object: ok, data or error')
    .option('--verbose', 'say more, with stack traces');
}

/** The option of commands on one run. */
export function addWorkflowOption(command: Command): Command {
  return command.option(
    '--workflow <name>',
    'whose run it is: name of a workflow, or the ARN of its runtime (default: looked for in all definitions)',
  );
}

/** What {@link addRunOptions} and {@link addWorkflowOption} add. */
export interface RunOptions extends TargetOptions {
  readonly workflow?: string | undefined;
  readonly definition?: string | undefined;
  readonly stack?: string | undefined;
  readonly outputsFile?: string | undefined;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
  readonly verbose?: boolean | undefined;
}

/** What the argument of a command on one run may be. */
export const RUN_ID_HELP = 'id of a run, or the beginning of one of the newest (4 characters or more)';
