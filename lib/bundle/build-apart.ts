import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BuildFailure, buildSync } from 'esbuild';
import type { BuildAnswer, BuildRequest } from './build-program.ts';
import type { BuiltFiles } from './built-files.ts';

/**
 * Builds for those who cannot wait, and yet with plugins, which esbuild has only for those who can: in a process of its own, all
 * at once.
 *
 * @returns what came of each, in their order: its result, or what esbuild has thrown
 */
export function buildApart(requests: readonly BuildRequest[]): readonly (BuiltFiles | FailedApart)[] {
  const { status, signal, stdout, stderr, error } = spawnSync(process.execPath, ['--eval', program()], {
    env: { ...SHORT_LIVED, ...process.env },
    input: JSON.stringify(requests),
    encoding: 'utf8',
    maxBuffer: Number.POSITIVE_INFINITY,
  });
  if (error !== undefined) throw error;
  if (status !== 0)
    throw new Error(`The process that bundles has ended with ${signal ?? status}:\n${stderr}`);
  const answers: readonly BuildAnswer[] = JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1));
  return answers.map((answer) => ('errors' in answer ? new FailedApart(answer) : answer));
}

/** The bundler is written in Go. It ends soon, and need not collect its garbage before there is much: a fourth of its time. */
const SHORT_LIVED = { GOGC: 'off', GOMEMLIMIT: '1GiB' };

/** Whether a build has succeeded. */
export function isBuilt(outcome: BuiltFiles | FailedApart | undefined): outcome is BuiltFiles {
  return outcome !== undefined && !(outcome instanceof FailedApart);
}

/** A build that has failed in its process. */
export class FailedApart extends Error {
  readonly errors: BuildFailure['errors'];

  constructor({ message, errors }: Pick<BuildFailure, 'message' | 'errors'>) {
    super(message);
    this.errors = errors;
  }
}

/** In one piece: Node reads no TypeScript, and need not look for modules. */
function program(): string {
  compiled ??= buildSync({
    entryPoints: [PROGRAM],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    write: false,
    logLevel: 'silent',
    // The bundler is found from here, and the folder stays that of the caller, whose NODE_OPTIONS may name files in it.
    banner: { js: `require = require('node:module').createRequire(${JSON.stringify(PROGRAM)});` },
  }).outputFiles[0]?.text;
  return compiled ?? '';
}

let compiled: string | undefined;

const PROGRAM =
  ['ts', 'js']
    .map((type) => path.join(import.meta.dirname, `build-program.${type}`))
    .find((file) => existsSync(file)) ?? '';
