import { Argument, Command } from 'commander';
import { EXIT } from '../../core/errors.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { CommandLine } from '../command-line.ts';
import { printResult } from '../envelope.ts';
import { COMPLETION_SCRIPTS } from './scripts.ts';

/** `completion`: prints what makes a shell complete the words of `act`. */
export function completionCommand({ commandLine }: Pick<CommandSetup, 'commandLine'>): CliCommand {
  const program = new Command('completion')
    .description(
      'Print a script for bash, zsh or fish, which then complete commands, options, and names that the project knows.',
    )
    .addArgument(new Argument('<shell>', 'whose script').choices([...COMPLETION_SCRIPTS.keys()]))
    .option('--json', 'print { ok, data: { shell, script } }')
    .option('--verbose', 'show stack traces')
    .addHelpText('after', help(commandLine));
  return {
    program,
    run: async (context) => {
      const [shell = ''] = program.args;
      const script = COMPLETION_SCRIPTS.get(shell) ?? '';
      const { json } = program.opts<{ readonly json?: boolean }>();
      printResult(context, { json, data: { shell, script }, text: () => script });
      return EXIT.success;
    },
  };
}

function help(commandLine: CommandLine): string {
  return `
Examples:
  source <(${commandLine('completion', 'bash')})
  source <(${commandLine('completion', 'zsh')})
  ${commandLine('completion', 'fish')} | source

For every new shell: the line in ~/.bashrc, in ~/.zshrc (after compinit), or in ~/.config/fish/config.fish.
The shell completes the words after act and nova-act-cdk, where these are programs that it finds: installed with
npm install --global, or in a project with its node_modules/.bin in PATH. It cannot complete what follows npx.

Names of workflows and stacks are those of the project's outputs files, profiles those of the AWS configuration, runs
the latest of the project's local AWS. Nothing of the project is executed for it, and nobody is asked over the network.
Exit codes: 0 printed, 2 usage.`;
}
