import { type Command, Option } from 'commander';
import type { CommandLine } from './command-line.ts';
import { STATE_DIR_DEFAULT } from './state-dir.ts';

/** The options of commands that ask services. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--local', 'the local AWS that runs for this project, whatever the environment says')
    .addOption(
      new Option('--state-dir <folder>', `state folder of that local AWS (default: ${STATE_DIR_DEFAULT})`),
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

/** Commands with the options that lead where a command with these works. */
export function commandLineTo(options: TargetOptions, commandLine: CommandLine): CommandLine {
  const { local, stateDir, region, profile } = options;
  const values = Object.entries({ 'state-dir': stateDir, region, profile });
  const words = [
    ...(local === true ? ['--local'] : []),
    ...values.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${quotedForShell(value)}`])),
  ];
  return (command, args) => {
    const all = [...(args === undefined ? [] : [args]), ...words];
    return commandLine(command, all.length === 0 ? undefined : all.join(' '));
  };
}

/** One word of a shell. */
export function quotedForShell(word: string): string {
  return /^[\w./\\:@~+=,-]+$/.test(word) ? word : `"${word}"`;
}
