import { Command } from 'commander';
import { type CliCommand, type CommandSetup, commandGroup } from '../cli-command.ts';
import { runsListCommand } from './list-command.ts';
import { runsRerunCommand } from './rerun-command.ts';
import { runsShowCommand } from './show-command.ts';
import { runsStopCommand } from './stop-command.ts';
import { runsWatchCommand } from './watch-command.ts';

/** `runs`: lists, shows, follows, repeats and stops the runs of workflows, on AWS and on local AWS. */
export function runsCommand(setup: CommandSetup): CliCommand {
  const { commandLine } = setup;
  const program = new Command('runs')
    .description('List, show, watch, repeat and stop the runs of workflows, on AWS or on local AWS.')
    .addHelpText('after', () => {
      const examples = ['list headline', 'show <run id>', 'stop <run id>'];
      return `\nExamples:\n${examples.map((args) => `  ${commandLine('runs', args)}`).join('\n')}`;
    });
  return commandGroup(program, [
    runsListCommand(setup),
    runsShowCommand(setup),
    runsWatchCommand(setup),
    runsRerunCommand(setup),
    runsStopCommand(setup),
  ]);
}
