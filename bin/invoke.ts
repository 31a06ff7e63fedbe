#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { EXIT, type ExitCode } from '../lib/cli/exit-codes.ts';
import type { InvokeArguments } from '../lib/cli/invoke-options.ts';

const EXAMPLES = `
Examples:
  npm run invoke -- getting-started
  npm run invoke -- getting-started --payload '{"url":"https://example.com"}'
  npm run invoke -- form-filling --payload-file order.json --json
  npm run invoke -- getting-started --outputs-file staging-outputs.json --profile staging
  npm run invoke -- form-filling --payload-file order.json --async
  npm run invoke -- form-filling --wait <id that --async printed>
  npm run invoke -- arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/getting_started-a1B2c3D4e5

The result goes to stdout, everything else to stderr. The request is sent once and never repeated.
Exit codes: 0 success, 1 the workflow failed or its outcome is unknown, 2 usage or configuration, 130 Ctrl-C.`;

const SAME_KEY_PRESS_MS = 1000;

type Options = Omit<InvokeArguments, 'workflow'>;

async function main(): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.success;
  const program = new Command('invoke')
    .description('Run a deployed Nova Act workflow and print what it returns.')
    .argument('<workflow>', 'name of a workflow, or the ARN of its AgentCore runtime')
    .option('-p, --payload <json>', 'payload of the workflow (default: {})')
    .option('-f, --payload-file <path>', 'file with the payload')
    .option(
      '--outputs-file <path>',
      'file of "cdk deploy --outputs-file" (default: cdk-outputs.json, if it exists)',
    )
    .option('--stack <name>', 'stack of the workflow (default: NovaActWorkflow-<workflow>)')
    .option('--region <region>', 'where to look for the stack')
    .option('--profile <name>', 'profile of the AWS configuration')
    .option('--session-id <id>', 'runtime session, 33 to 256 characters (default: a new one)')
    .option('--qualifier <endpoint>', 'endpoint of the runtime (default: the one that the stack names)')
    .option('--timeout-s <seconds>', 'how long to wait for the answer (default: 960)')
    .option('--stream', 'say what happens while it runs')
    .option('--async', 'start it, print the id of the invocation, and do not wait')
    .option('--wait <id>', 'wait for an invocation that was started with --async, and print its result')
    .option('--json', 'print { success, result | error, sessionId, runtimeArn, durationMs }')
    .option('--verbose', 'say more, with stack traces')
    .addHelpText('after', EXAMPLES)
    .showHelpAfterError('Run with --help for the options and examples.')
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'Error: ')) })
    .exitOverride()
    .action(async (workflow: string, options: Options) => {
      exitCode = await run({ workflow, ...options });
    });
  try {
    await program.parseAsync();
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.usage;
    throw error;
  }
}

async function run(args: InvokeArguments): Promise<ExitCode> {
  // The SDK would print several lines about Node versions of the future between our own.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { invoke } = await import('../lib/cli/invoke.ts');
  const interrupt = new AbortController();
  let interruptedAt = 0;
  const onSignal = (): void => {
    if (interrupt.signal.aborted) {
      // One Ctrl-C arrives twice when npm or a shell between passes it on as well.
      if (performance.now() - interruptedAt > SAME_KEY_PRESS_MS) process.exit(EXIT.interrupted);
      return;
    }
    interruptedAt = performance.now();
    process.stderr.write('\nStopping … (once more to leave at once)\n');
    interrupt.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return await invoke(args, {
    stdout: (text) => process.stdout.write(text),
    stderr: (text) => process.stderr.write(text),
    interactive: process.stderr.isTTY === true,
    environment: process.env,
    directory: process.cwd(),
    interrupt: interrupt.signal,
    workflowNames,
  });
}

async function workflowNames(): Promise<readonly string[]> {
  try {
    const { catalog } = await import('../workflows/catalog.ts');
    return catalog.map(({ name }) => name);
  } catch {
    // A catalog that cannot be read is no reason to refuse a name.
    return [];
  }
}

process.exitCode = await main();
