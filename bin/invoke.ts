#!/usr/bin/env node
import path from 'node:path';
import { npmRun } from '../lib/cli/command-line.ts';
import { invokeCommand } from '../lib/cli/invoke/command.ts';
import { runCommand } from '../lib/cli/run-command.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

await runCommand(invokeCommand({ commandLine: npmRun, projectRoot }), npmRun);
