#!/usr/bin/env node
import { actProgram } from '../lib/cli/act.ts';
import { commandLineOf } from '../lib/cli/command-line.ts';
import { findProjectRoot } from '../lib/cli/project-root.ts';
import { runProcess } from '../lib/cli/run-process.ts';

const [, programFile = '', ...args] = process.argv;
const commandLine = commandLineOf(programFile);

void runProcess(
  async (directory) => await actProgram({ commandLine, projectRoot: findProjectRoot(directory) }, args),
  commandLine,
);
