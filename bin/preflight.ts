#!/usr/bin/env node
import { npmRun } from '../lib/cli/command-line.ts';
import { preflightCommand } from '../lib/cli/preflight/command.ts';
import { runCommand } from '../lib/cli/run-command.ts';

await runCommand(preflightCommand({ commandLine: npmRun }), npmRun);
