import type { Command } from 'commander';
import type { WorkflowCatalogEntry } from '../catalog/index.ts';
import type { ExitCode } from '../core/errors.ts';
import type { CommandContext } from './command-context.ts';
import type { CommandLine } from './command-line.ts';

/** A command: how it is called, and what it does once it was called rightly. */
export interface CliCommand {
  readonly program: Command;
  readonly run: (context: CommandContext) => Promise<ExitCode>;
  /** It writes one short answer and is over, so that nobody waits for streams. @default false */
  readonly isBrief?: boolean | undefined;
}

/** Whose workflows a command works on, and how it is called there. */
export interface CommandSetup {
  readonly commandLine: CommandLine;
  /** The folder that the entries of the catalog are relative to. */
  readonly projectRoot: string;
  /** @default - the command reads it from the project, and has an option that says where it is */
  readonly catalog?: readonly WorkflowCatalogEntry[] | undefined;
}

/** A command that consists of others, such as `runs` of `runs list` and `runs show`. */
export function commandGroup(program: Command, commands: readonly CliCommand[]): CliCommand {
  let called: CliCommand | undefined;
  for (const command of commands) {
    // A group has told its own commands what to do already.
    if (command.program.commands.length === 0) command.program.action(() => {});
    program.addCommand(command.program);
    command.program.hook('preAction', () => {
      called = command;
    });
  }
  return {
    program,
    run: async (context) => {
      // Commander prints the help of a group that is called without a command, and ends with an error.
      if (called === undefined) throw new Error(`No command of ${program.name()} was called.`);
      return await called.run(context);
    },
  };
}
