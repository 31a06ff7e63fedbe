import { Command } from 'commander';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import type { CommandLine } from '../command-line.ts';
import { STATE_DIR_DEFAULT } from '../state-dir.ts';
import { addWorkflowOptions } from '../workflow-options.ts';
import { addEndpointOptions, addProtocolOption } from './endpoint-options.ts';
import type { InvokeArguments } from './options.ts';

/** `invoke`: runs a deployed workflow once. */
export function invokeCommand({ commandLine, projectRoot }: Omit<CommandSetup, 'catalog'>): CliCommand {
  const program = addProtocolOption(addEndpointOptions(addWorkflowOptions(new Command('invoke'))))
    .description('Run a deployed Nova Act workflow and print what it returns.')
    .argument('<workflow>', 'name of a workflow, or the ARN of its AgentCore runtime')
    .option('-p, --payload <json>', 'payload of the workflow (default: {})')
    .option('-f, --payload-file <path>', 'file with the payload')
    .option('--local', 'the local AWS that runs for this project, whatever the environment says')
    .option('--state-dir <folder>', `state folder of that local AWS (default: ${STATE_DIR_DEFAULT})`)
    .option('--region <region>', 'where to look for the stack')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--session-id <id>', 'runtime session, 33 to 256 characters (default: a new one)')
    .option('--timeout-s <seconds>', 'how long to wait for the answer (default: 960)')
    .option('--stream', 'say what happens while it runs')
    .option('--async', 'start it, print the id of the invocation, and do not wait')
    .option('--wait <id>', 'wait for an invocation that was started with --async, and print its result')
    .option(
      '--json',
      'print one envelope { ok, data, error }; data: result, target, sessionId, requestId, workflowRunIds, viewerUrl, …',
    )
    .option('--verbose', 'say more, with stack traces')
    .addHelpText('after', help(commandLine));
  return {
    program,
    run: async (context) => {
      // Loaded once the arguments are known to be right: the AWS clients take their time.
      const { invoke } = await import('./invoke.ts');
      const [workflow = ''] = program.args;
      const { catalog: file, ...options } = program.opts<Arguments>();
      const workflowNames = async (): Promise<readonly string[]> => namesIn({ file, projectRoot });
      return invoke({ workflow, ...options }, { ...context, projectRoot, workflowNames });
    },
  };
}

interface Arguments extends Omit<InvokeArguments, 'workflow'> {
  readonly catalog?: string | undefined;
}

function help(commandLine: CommandLine): string {
  const examples = [
    'headline',
    `headline --payload '{"url":"https://example.com"}'`,
    'headline --local',
    'headline --payload-file order.json --json',
    'headline --outputs-file staging-outputs.json --profile staging',
    'headline --payload-file order.json --async',
    'headline --wait <id that --async printed>',
    'headline --bearer-token-env RUNTIME_TOKEN',
    'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/headline-a1B2c3D4e5',
  ];
  return `
Examples:
${examples.map((args) => `  ${commandLine('invoke', args)}`).join('\n')}

Where it is invoked is said first, on stderr: by --local, else as the variables and the profile of AWS clients say.
The result goes to stdout, everything else to stderr. The request is sent once and never repeated. With --json a
failure has error { code, source, message, retryable, help }, and in data which kind it was (failure), what the
workflow answered (detail), and the invocation. durationMs is how long the command took, invocationMs how long the
invocation ran, which with --wait may have begun long before (null where that is not known).
Exit codes: 0 success, 1 the workflow failed or its outcome is unknown, 2 usage or configuration, 130 Ctrl-C.`;
}

/** The workflows of the project, for messages. */
async function namesIn(options: {
  readonly file: string | undefined;
  readonly projectRoot: string;
}): Promise<readonly string[]> {
  try {
    // Only a name that nobody knows is worth the bundler.
    const { loadCatalog } = await import('../load-catalog.ts');
    return loadCatalog(options).map(({ name }) => name);
  } catch {
    // A catalog that cannot be read is no reason to refuse a name.
    return [];
  }
}
