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
It works for act and nova-act-cdk where the shell finds these programs, and not for what follows npx or npm run. They
are found once the package is installed with npm install --global, or in the folder of a project with
export PATH="$PWD/node_modules/.bin:$PATH" (fish: fish_add_path --path $PWD/node_modules/.bin). Nothing else has to be set up.

Names of workflows are those in the text of the catalog and in the project's outputs files, of stacks those in these files,
of profiles those of the AWS configuration, and runs are the latest of the project's local AWS. Nothing of the project is
executed for it, and nobody is asked over the network.
Exit codes: 0 printed, 2 usage.`;
}
