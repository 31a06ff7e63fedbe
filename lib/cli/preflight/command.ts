import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { PreflightArguments } from './preflight.ts';

/** `preflight`: says what CloudFormation would refuse, before anything is built. */
export function preflightCommand({ commandLine }: Pick<CommandSetup, 'commandLine'>): CliCommand {
  const program = new Command('preflight')
    .description('Compare a synthesized app with what is deployed, and say what CloudFormation would refuse.')
    .option('-a, --app <folder>', 'cloud assembly of "cdk synth" (default: cdk.out)')
    .option('--region <region>', 'look at this region only; also the region of stacks that name none')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--json', 'print one envelope { ok, data, error }; data: refused, notices, stacks')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  npx cdk synth --quiet && ${commandLine('preflight')}
  ${commandLine('preflight', '--app build/cdk.out --profile production')}
  ${commandLine('preflight', '--json')}

It reads the deployed stacks and changes nothing. The findings go to stdout, each with the way out.
Exit codes: 0 nothing is refused, 1 AWS failed, 2 something is refused, usage or configuration, 130 Ctrl-C.`,
    );
  return {
    program,
    run: async (context) => {
      // Loaded once the arguments are known to be right: the AWS client takes its time.
      const { preflight } = await import('./preflight.ts');
      return preflight(program.opts<PreflightArguments>(), context);
    },
  };
}
