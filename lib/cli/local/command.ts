import { existsSync } from 'node:fs';
import path from 'node:path';
import { Command, Option } from 'commander';
import { STATE_DIR_NAME } from '../../catalog/names.ts';
import { SERVICE_NAME } from '../../contract/protocol.ts';
import { SECRETS_FILE_NAME } from '../../local/secrets/secrets-file.ts';
import { SERVED } from '../../local/served.ts';
import { catalogOption, DEFAULT_CATALOG } from '../catalog-option.ts';
import type { CliCommand, CommandSetup } from '../cli-command.ts';
import { portOption } from '../port-option.ts';

/** `dev`, which was `local`: runs local AWS until Ctrl-C. */
export function localCommand({ commandLine, projectRoot, catalog }: CommandSetup): CliCommand {
  const program = new Command('dev')
    .description(
      'Run local AWS: Nova Act with the offline agent, AgentCore Runtime, a demo site and the viewer.',
    )
    .addOption(portOption(8737))
    .addOption(
      new Option('--state-dir <folder>', 'where definitions, runs and runtimes are kept').default(
        path.join(projectRoot, STATE_DIR_NAME),
        `${STATE_DIR_NAME} in the project`,
      ),
    )
    .option('--no-deploy', 'do not deploy the workflows of the catalog')
    .addOption(
      new Option(
        '--from <folder>',
        'deploy what is in a cloud assembly of "cdk synth", such as cdk.out, instead of the catalog',
      ).conflicts('deploy'),
    )
    .option('--no-watch', 'do not deploy workflows again when their files are saved')
    .option('--container', 'run each runtime session in a container, with Docker')
    .option(
      '--failures <file or text>',
      'calls that fail on purpose, such as "UpdateWorkflowRun 500 first 3"',
    )
    .option('--secrets <file>', `values of secrets, which git must not have (default: ${SECRETS_FILE_NAME})`)
    .option('--upstream <url>', 'server that gets the requests for services that local AWS does not have')
    .option(
      '--json',
      'print one envelope { ok, data } when it is ready; data: url, environment, workflows, …',
    )
    .option('--verbose', 'show stack traces')
    .addHelpText(
      'after',
      `
Examples:
  ${commandLine('dev')}
  npx cdk synth --quiet && ${commandLine('dev', '--from cdk.out')}
  ${commandLine('dev', '--container')}
  ${commandLine('dev', '--no-watch')}
  ${commandLine('dev', '--port 9000 --state-dir /tmp/nova-act')}
  ${commandLine('dev', `--failures 'UpdateWorkflowRun 500 first 3; any throttle rate 0.1 seed 7'`)}
  ${commandLine('dev', '--secrets ~/shop-secrets.json')}
  ${commandLine('dev', '--upstream http://127.0.0.1:4566')}

A failure is "<operation> <how> [<which calls>]". Operations: any, those of Nova Act, and:
${servedOperations()}
How: throttle [retry-after 2s], 500, expired-token, slow 2s, hang, cut-before (not handled),
cut-after (handled, no answer), cut-midway. Which: every, call 3, calls 2-4, first 3, rate 0.2 [seed 7].
A file has one failure on each line.

A workflow whose files are saved is live a moment later, for new sessions; sessions that run keep their code. Its
types are checked afterwards, with the TypeScript of the project. What happens is said on stderr.

With --from, variables, roles, definitions and outputs are those of the templates; what local AWS cannot make of
them is printed. An assembly that is not of the present sources is refused.

It runs until Ctrl-C. Exit codes: 0 stopped, 1 failure, 2 usage or configuration (such as a port that is taken).`,
    );
  if (catalog === undefined) program.addOption(catalogOption());
  return {
    program,
    run: async (context) => {
      // Loaded once the arguments are known to be right: servers and the bundler take their time.
      const [{ loadCatalog }, { failuresOption }, { secretsOption }, { runLocalAws }] = await Promise.all([
        import('../load-catalog.ts'),
        import('./failures-option.ts'),
        import('./secrets-option.ts'),
        import('./run-local-aws.ts'),
      ]);
      const options = program.opts<LocalArguments>();
      // With an assembly the catalog is only compared, and an app need not have one.
      const isNeeded =
        options.from === undefined
          ? options.deploy
          : existsSync(path.resolve(projectRoot, options.catalog ?? DEFAULT_CATALOG));
      const deployed = isNeeded ? (catalog ?? loadCatalog({ file: options.catalog, projectRoot })) : [];
      const failures =
        options.failures === undefined ? [] : failuresOption(options.failures, context.directory);
      const secretsFile = secretsOption(options.secrets, { directory: context.directory, projectRoot });
      const catalogFile = path.resolve(projectRoot, options.catalog ?? DEFAULT_CATALOG);
      const exitCode = await runLocalAws(
        { ...options, failures, secretsFile, catalog: deployed, catalogFile, projectRoot },
        context,
      );
      context.stderr('Stopped.\n');
      return exitCode;
    },
  };
}

/** What is served beside Nova Act: a service on each line, and what does not fit below it. */
function servedOperations(): string {
  return Object.entries(SERVED)
    .filter(([service]) => service !== SERVICE_NAME.novaAct)
    .map(([service, { operations }]) => wrapped(`${service}: ${operations.join(', ')}`))
    .join('\n');
}

function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1)} ${lines.at(-1) === '' ? ' ' : ''}${word}`;
    if (longer.length <= HELP_WIDTH) lines[lines.length - 1] = longer;
    else lines.push(`    ${word}`);
  }
  return lines.join('\n');
}

const HELP_WIDTH = 120;

interface LocalArguments {
  readonly port: number;
  readonly stateDir: string;
  readonly deploy: boolean;
  readonly from?: string | undefined;
  readonly watch: boolean;
  readonly catalog?: string | undefined;
  readonly json?: boolean | undefined;
  readonly container?: boolean | undefined;
  readonly failures?: string | undefined;
  readonly secrets?: string | undefined;
  readonly upstream?: string | undefined;
}
