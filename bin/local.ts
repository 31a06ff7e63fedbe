#!/usr/bin/env node
import path from 'node:path';
import { npmRun } from '../lib/cli/command-line.ts';
import { localCommand } from '../lib/cli/local/command.ts';
import { runCommand } from '../lib/cli/run-command.ts';
import { catalog } from '../workflows/catalog.ts';

const projectRoot = path.resolve(import.meta.dirname, '..');

await runCommand(localCommand({ commandLine: npmRun, projectRoot, catalog }), npmRun);
