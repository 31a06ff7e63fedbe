import { Command } from 'commander';
import { choicesOption } from '../choices-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { CommandLine } from '../command-line.ts';
import { addTargetOptions } from '../target-options.ts';
import { addWorkflowOptions } from '../workflow-options.ts';
import type { LogsOptions } from './logs.ts';
import { LOG_SOURCES } from './logs-arguments.ts';

/** `logs`: what the programs of workflows have printed, and what Nova Act says of their runs. */
export function logsCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('logs')
    .description(
      'Print what a workflow has logged: what its program prints, and what Nova Act says of its runs.',
    )
    .argument('[workflow]', 'name of a workflow (default: the only one of the project)')
    .option('-f, --follow', 'go on with what comes, until Ctrl-C')
    .option(
      '--session <id>',
      'only the lines of a runtime session: its id, or the beginning of it (8 characters or more)',
    )
    .option(
      '--run <id>',
      'only the lines of a workflow run: its id, or the beginning of one of the newest (4 characters or more)',
    )
    .option('--since <time>', 'how far back: 30s, 10m, 2h, 1d, or a time of ISO 8601 (default: 1h)')
    .option('--filter <pattern>', 'only lines that match a filter pattern of CloudWatch Logs')
    .option('--limit <n>', 'only the last n lines; all lines since --since are read for it')
    .addOption(
      choicesOption(
        '--source <source>',
        'runtime: what the program prints, runs: what Nova Act says',
        LOG_SOURCES,
      ).default('all'),
    );
  addTargetOptions(addWorkflowOptions(program))
    .option('--json', 'print one object with all lines; with --follow an object a line')
    .option('--verbose', 'say more, with stack traces')
    .addHelpText('after', help(commandLine));
  return {
    program,
    run: async (context) => {
      const { logs } = await import('./logs.ts');
      const [workflow] = program.args;
      const options = program.opts<Omit<LogsOptions, 'workflow'>>();
      return await logs({ ...options, workflow }, { ...context, projectRoot, setup: { catalog } });
    },
  };
}

function help(commandLine: CommandLine): string {
  const examples = [
    'headline',
    'headline --follow',
    'headline --since 1d --limit 100',
    `headline --filter '{ $.level = "error" }'`,
    '--run <id that invoke printed>',
    '--session <id that invoke printed> --local',
    'headline --source runs --json',
  ];
  return `
Examples:
${examples.map((args) => `  ${commandLine('logs', args)}`).join('\n')}

Lines go to stdout, everything else to stderr. The workflow may be left out when the project has one, and with --run and
--session, which are looked for in all workflows of the project.
--session has the lines of the log group of the runtime with that session, and those without any in the same streams, such as
stacks and what libraries print. Without --since it looks back a day.
--run has those of the invocation that the run began in, as its record in the artifact bucket says, and what the log group of
runs says of it. Without --since it begins with the run. Of a run that began outside AgentCore, as by "act run", there is only
the latter: what its program printed was printed there.
--follow asks every 2 s, and shows what arrives up to 2 minutes after its time. It waits for log groups that are not there yet,
tries again for 5 minutes when AWS throttles or cannot be reached, and ends by itself only when a run was named that has ended.
--filter is a pattern of CloudWatch Logs: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html
A line for programs is { time, level, message, fields, source, group, stream }; level is null where a line has none. With --json
they are in data.lines, and data.missingGroups has the log groups that are not there yet.
Workflows may share the log group of runs: Nova Act is asked once for each run in it whose it is, and lines of runs that were
deleted are left out.
Permissions: logs:FilterLogEvents on both log groups, nova-act:GetWorkflowRun; with --run also nova-act:GetWorkflowDefinition and
s3:GetObject, and for the beginning of an id nova-act:ListWorkflowRuns; cloudformation:DescribeStacks where no file of outputs
has the workflow.
Exit codes: 0 success, also without lines; 1 AWS failed; 2 usage, configuration, or nothing was run yet, so that there is no log
group; 130 Ctrl-C, which is also how --follow ends.`;
}
