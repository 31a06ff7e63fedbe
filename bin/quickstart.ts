#!/usr/bin/env node
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command } from 'commander';
import { npmRun } from '../lib/cli/command-line.ts';
import { quickstart } from '../lib/cli/quickstart/quickstart.ts';
import { runProcess } from '../lib/cli/run-process.ts';
import { catalog } from '../workflows/catalog.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

const program = new Command('quickstart')
  .description(
    'Play the five steps offline: define, run, run several sessions, deploy, invoke. Needs no AWS account.',
  )
  .option('--url <url>', 'a page of your own instead of the demo site')
  .option('--prompt <text>', 'what to do on it (default: return the main heading)')
  .option('--state-dir <folder>', 'where definitions, runs and runtimes are kept (default: .nova-act)')
  .option('--json', 'print one envelope { ok, data, error } at the end')
  .option('--verbose', 'show stack traces')
  .addHelpText(
    'after',
    `
Examples:
  npm run quickstart
  npm run quickstart -- --url https://example.com --prompt 'How many links does the page have?'

Exit codes: 0 success, 1 a step failed, 2 usage or configuration, 130 Ctrl-C.`,
  );

await runProcess(
  {
    program,
    run: (context) =>
      quickstart(
        {
          ...program.opts<{ url?: string; prompt?: string; stateDir?: string; json?: boolean }>(),
          catalog,
          projectRoot,
          load: async ({ entry }) => import(pathToFileURL(path.join(projectRoot, entry)).href),
        },
        context,
      ),
  },
  npmRun,
);
