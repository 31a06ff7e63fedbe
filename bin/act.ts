#!/usr/bin/env node
import { actProgram } from '../lib/cli/act.ts';
import { commandLineOf } from '../lib/cli/command-line.ts';
import { findProjectRoot } from '../lib/cli/project-root.ts';
import { runProcess } from '../lib/cli/run-process.ts';

const [, programFile = '', ...args] = process.argv;
const setup = { commandLine: commandLineOf(programFile), projectRoot: findProjectRoot(process.cwd()) };

void actProgram(setup, args).then((command) => runProcess(command, setup.commandLine));
