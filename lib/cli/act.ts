import { Command } from 'commander';
import { PACKAGE_VERSION } from '../core/package.ts';
import { type CliCommand, type CommandSetup, commandGroup } from './cli-command.ts';
import { COMMAND_TABLE, type CommandEntry } from './command-table.ts';

/**
 * The program `act`. Of its commands only the one that is called is loaded; the others are names for its help and for
 * "did you mean".
 *
 * @param args what follows the name of the program on the command line
 */
export async function actProgram(setup: CommandSetup, args: readonly string[]): Promise<CliCommand> {
  if (args[0] === 'complete') {
    const { completeCommand } = await import('./completion/complete-command.ts');
    return completeCommand({
      projectRoot: setup.projectRoot,
      programFor: async (words) => await actProgram(setup, words),
    });
  }
  const called = calledBy(args);
  const program = new Command('act')
    .description('Amazon Nova Act workflows in TypeScript: write, run, deploy, look after.')
    .version(PACKAGE_VERSION)
    .enablePositionalOptions()
    .addHelpCommand(
      new Command('help').argument('[command...]').summary('show the help of a command').helpGroup('Shell:'),
    )
    .configureHelp({ subcommandTerm })
    .addHelpText(
      'after',
      `\nEach command has its own help, with examples: ${setup.commandLine('run', '--help')}`,
    );
  const loaded = called === undefined ? undefined : (await called.load())(setup);
  for (const entry of COMMAND_TABLE) {
    if (entry === called) continue;
    program.addCommand(listed(new Command(entry.name), entry));
  }
  if (called === undefined || loaded === undefined) return commandGroup(program, []);
  listed(loaded.program, called);
  return commandGroup(program, [loaded]);
}

function listed(command: Command, { name, alias, group, summary }: CommandEntry): Command {
  command.name(name).summary(summary).helpGroup(`${group}:`);
  return alias === undefined ? command : command.alias(alias);
}

/** Other names are understood; a list of them would only be longer. */
function subcommandTerm(command: Command): string {
  return command.name();
}

function calledBy(args: readonly string[]): CommandEntry | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  const name = first === 'help' ? second : first;
  return name === undefined
    ? undefined
    : COMMAND_TABLE.find((entry) => entry.name === name || entry.alias === name);
}
