#!/usr/bin/env node
import path from 'node:path';
import { npmRun } from '../lib/cli/command-line.ts';
import { localCommand } from '../lib/cli/local/command.ts';
import { runProcess } from '../lib/cli/run-process.ts';
import { catalog } from '../workflows/catalog.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

await runProcess(localCommand({ commandLine: npmRun, projectRoot, catalog }), npmRun);
