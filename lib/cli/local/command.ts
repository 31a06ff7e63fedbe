import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { STATE_DIR_NAME } from '../../catalog/names.ts';
import { catalogOption, DEFAULT_CATALOG } from '../catalog-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { loadCatalog } from '../load-catalog.ts';
import { failuresOption } from './failures-option.ts';
import { runLocalAws } from './run-local-aws.ts';

/** `local`: runs local AWS until Ctrl-C. */
export function localCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('local')
    .description(
      'Run local AWS: Nova Act with the offline agent, AgentCore Runtime, a demo site and the viewer.',
    )
    .option('--port <number>', 'port on 127.0.0.1, 0 for any free one', parsePort, 8737)
    .option(
      '--state-dir <folder>',
      'where definitions, runs and runtimes are kept',
      path.join(projectRoot, STATE_DIR_NAME),
    )
    .option('--no-deploy', 'do not deploy the workflows of the catalog')
    .option('--no-watch', 'do not deploy workflows again when their files are saved')
    .option('--container', 'run each runtime session in a container, with Docker')
    .option(
      '--failures <file or text>',
      'calls that fail on purpose, such as "UpdateWorkflowRun 500 first 3"',
    )
    .option('--json', 'print one JSON object when it is ready')
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('local')}
  ${commandLine('local', '--container')}
  ${commandLine('local', '--no-watch')}
  ${commandLine('local', '--port 9000 --state-dir /tmp/nova-act')}
  ${commandLine('local', `--failures 'UpdateWorkflowRun 500 first 3; any throttle rate 0.1 seed 7'`)}

A failure is "<operation> <how> [<which calls>]". Operations: those of Nova Act, InvokeAgentRuntime, StopRuntimeSession,
PutObject, GetObject, or any. How: throttle [retry-after 2s], 500, expired-token, slow 2s, hang, cut-before (not handled),
cut-after (handled, no answer), cut-midway. Which: every, call 3, calls 2-4, first 3, rate 0.2 [seed 7].
A file has one failure on each line.

A workflow whose files are saved is live a moment later, for new sessions; sessions that run keep their code. Its types are
checked afterwards, with the TypeScript of the project. What happens is said on stderr.

It runs until Ctrl-C. Exit codes: 0 stopped, 1 failure, 2 usage or configuration (such as a port that is taken).`,
    );
  if (catalog === undefined) program.addOption(catalogOption());
  return {
    program,
    run: async (context) => {
      const options = program.opts<LocalArguments>();
      const deployed = options.deploy ? (catalog ?? loadCatalog({ file: options.catalog, projectRoot })) : [];
      const failures =
        options.failures === undefined ? [] : failuresOption(options.failures, context.directory);
      const catalogFile = path.resolve(projectRoot, options.catalog ?? DEFAULT_CATALOG);
      return runLocalAws({ ...options, failures, catalog: deployed, catalogFile, projectRoot }, context);
    },
  };
}

interface LocalArguments {
  readonly port: number;
  readonly stateDir: string;
  readonly deploy: boolean;
  readonly watch: boolean;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
  readonly container?: boolean | undefined;
  readonly failures?: string | undefined;
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
