import { Command, Option } from 'commander';
import { catalogOption } from '../catalog-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { STATE_DIR_DEFAULT } from '../state-dir.ts';
import type { DoctorArguments } from './doctor.ts';

/** `doctor`: says what is missing, and how to get it. */
export function doctorCommand({ commandLine, projectRoot }: CommandSetup): CliCommand {
  const program = new Command('doctor')
    .description(
      'Look at this machine, the project and the AWS account, and say what is missing for workflows to be written, run and deployed, with commands to copy.',
    )
    .addOption(new Option('--local', 'only this machine and the project: AWS is not asked'))
    .addOption(new Option('--aws', 'only the account and the region').conflicts('local'))
    .option('--region <region>', 'region (default: as AWS clients find it)')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--state-dir <folder>', `state folder of local AWS (default: ${STATE_DIR_DEFAULT})`)
    .addOption(catalogOption())
    .option(
      '--json',
      'print one envelope { ok, data, error }; data: target, checks { id, status, found, remedy }',
    )
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('doctor')}
  ${commandLine('doctor', '--local')}
  ${commandLine('doctor', '--aws --profile staging --region us-east-1')}
  ${commandLine('doctor', '--json')}

This machine and the project: Node, this package and copies of it, catalog and its files, TypeScript, CDK, browser, Docker,
programs named "act" on the PATH, local AWS. They are told apart by their files: no unknown program is run. The catalog and
the settings of the project are run, as by every command that needs them.
AWS: credentials and account, the clock, models of Nova Act, the bootstrap stack of the CDK, stacks of workflows that the
catalog has not. It needs nova-act:ListModels and cloudformation:DescribeStacks, and changes nothing.

What cannot be looked at, such as AWS without credentials, is "not known", with the reason, and never "ok".
Exit codes: 0 nothing is missing (there may be warnings), 1 something is missing, 2 usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      const { doctor } = await import('./doctor.ts');
      return await doctor(program.opts<DoctorArguments>(), { ...context, projectRoot });
    },
  };
}
