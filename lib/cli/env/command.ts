import { Command, Option } from 'commander';
import { STATE_DIR_NAME } from '../../catalog/names.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { EnvArguments } from './env.ts';
import { evaluated, SHELLS } from './shell.ts';

/** `env`: prints what makes a shell, and what is started there, talk to the local AWS of the project. */
export function envCommand({ commandLine, projectRoot }: CommandSetup): CliCommand {
  const program = new Command('env')
    .description(
      'Print the variables that make AWS clients, ours and others, talk to the local AWS that runs for this project, for a shell to take over.',
    )
    .addOption(
      new Option('--shell <name>', 'whose syntax (default: by SHELL, on Windows powershell)').choices(SHELLS),
    )
    .option('--unset', 'take them back: what leads to local AWS is unset, and nothing else')
    .option('--state-dir <folder>', `state folder of local AWS (default: ${STATE_DIR_NAME} in the project)`)
    .option('--json', 'print one envelope { ok, data, error }; data: target, set, unset')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
${SHELLS.map((shell) => `  ${shell.padEnd(10)}  ${evaluated(shell, commandLine)}`).join('\n')}
  take back   ${evaluated('bash', commandLine, '--unset')}

It also unsets what is set for work on AWS and would lead clients astray, such as AWS_PROFILE. What was unset is not put
back by --unset: a new terminal has it. The credentials are of local AWS, other ones each time, and AWS refuses them.
Commands of ours need none of this: they take --local.

stdout has what the shell is to run, and nothing else. When no local AWS runs, stdout is empty.
Exit codes: 0 success, 2 usage or configuration, such as no local AWS that runs.`,
    );
  return {
    program,
    run: async (context) => {
      const { printEnvironment } = await import('./env.ts');
      return await printEnvironment(program.opts<EnvArguments>(), { ...context, projectRoot });
    },
  };
}
