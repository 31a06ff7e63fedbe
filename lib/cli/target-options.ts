import { type Command, Option } from 'commander';
import { STATE_DIR_NAME } from '../catalog/names.ts';

/** The options of commands that ask services. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--local', 'the local AWS that runs for this project, whatever the environment says')
    .addOption(
      new Option(
        '--state-dir <folder>',
        `state folder of that local AWS (default: ${STATE_DIR_NAME} in the project)`,
      ),
    )
    .option('--region <region>', 'region (default: as AWS clients find it)')
    .option('--profile <name>', 'profile of the AWS configuration');
}

/** What {@link addTargetOptions} adds. */
export interface TargetOptions {
  readonly local?: boolean | undefined;
  /** Relative to the folder that the command was called in. */
  readonly stateDir?: string | undefined;
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
}
