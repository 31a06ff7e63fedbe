import type { Command } from 'commander';
import type { CommandLine } from './command-line.ts';

/** Lets the help of a command, and of all below it, say what its user types to call it. */
export function sayCalls(program: Command, commandLine: CommandLine): void {
  for (const command of withAllBelow(program)) {
    const path = pathOf(command);
    const usage = command.usage();
    command.configureHelp({
      ...command.configureHelp(),
      commandUsage: () => (path === '' ? commandLine(usage) : commandLine(path, usage)),
    });
  }
}

/** The command, and those below it. */
export function* withAllBelow(command: Command): Generator<Command> {
  yield command;
  for (const below of command.commands) yield* withAllBelow(below);
}

/** Such as `runs list`; empty for the program itself. A command may also be called by a script of its own. */
function pathOf(command: Command): string {
  if (command.parent === null)
    return command.commands.length > 0 && command.name() === 'act' ? '' : command.name();
  return `${pathOf(command.parent)} ${command.name()}`.trim();
}
