#!/usr/bin/env node
import { npmRun } from '../lib/cli/command-line.ts';
import { preflightCommand } from '../lib/cli/preflight/command.ts';
import { runProcess } from '../lib/cli/run-process.ts';

await runProcess(preflightCommand({ commandLine: npmRun }), npmRun);
