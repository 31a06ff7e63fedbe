#!/usr/bin/env node
import { Command } from 'commander';
import type { CliCommand } from '../lib/cli/cli-command.ts';
import { npx } from '../lib/cli/command-line.ts';
import { invokeCommand } from '../lib/cli/invoke/command.ts';
import { localCommand } from '../lib/cli/local/command.ts';
import { preflightCommand } from '../lib/cli/preflight/command.ts';
import { runCommand } from '../lib/cli/run-command.ts';
import { EXIT } from '../lib/core/errors.ts';
import { PACKAGE_NAME, PACKAGE_VERSION } from '../lib/core/package.ts';

// For projects that have this package installed; a clone has npm scripts.
const setup = { commandLine: npx, projectRoot: process.cwd() };
const program = new Command(PACKAGE_NAME)
  .description(
    'Nova Act workflows in TypeScript: run local AWS, invoke what is deployed, look before you deploy.',
  )
  .version(PACKAGE_VERSION);
let called: CliCommand | undefined;
for (const command of [localCommand(setup), invokeCommand(setup), preflightCommand(setup)]) {
  program.addCommand(
    command.program.action(() => {
      called = command;
    }),
  );
}

void runCommand(
  { program, run: async (context) => (await called?.run(context)) ?? EXIT.usage },
  setup.commandLine,
);
