#!/usr/bin/env node
import path from 'node:path';
import { npmRun } from '../lib/cli/command-line.ts';
import { invokeCommand } from '../lib/cli/invoke/command.ts';
import { runProcess } from '../lib/cli/run-process.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

await runProcess(invokeCommand({ commandLine: npmRun, projectRoot }), npmRun);
