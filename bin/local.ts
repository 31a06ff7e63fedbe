#!/usr/bin/env node
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { STATE_DIR_NAME } from '../lib/catalog/names.ts';
import { runLocalAws } from '../lib/cli/local.ts';
import { runCommand } from '../lib/cli/run-command.ts';
import { catalog } from '../workflows/catalog.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

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
  .option('--container', 'run each runtime session in a container, with Docker')
  .option('--json', 'print one JSON object when it is ready')
  .option('--verbose', 'show stack traces')
  .addHelpText(
    'after',
    `
Examples:
  npm run local
  npm run local -- --container
  npm run local -- --port 9000 --state-dir /tmp/nova-act

It runs until Ctrl-C. Exit codes: 0 stopped, 1 failure, 2 usage or configuration (such as a port that is taken).`,
  );

await runCommand(program, (context) =>
  runLocalAws(
    {
      ...program.opts<{
        port: number;
        stateDir: string;
        deploy: boolean;
        json?: boolean;
        container?: boolean;
      }>(),
      catalog,
      projectRoot,
    },
    context,
  ),
);

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
}
