import { VARIABLE } from '../contract/variables.ts';
import { notedLocalAws, type RunningLocalAws, runningLocalAws } from '../local/running-local-aws.ts';
import type { CommandContext } from './command-context.ts';
import { isProject } from './project-root.ts';
import { stateDirOf, stateDirOfShell } from './state-dir.ts';
import { TargetError } from './target-error.ts';
import { commandLineTo } from './target-options.ts';

/**
 * The local AWS that `--local` means: the one that runs for the project, or on the folder that `--state-dir` names.
 *
 * @throws TargetError when none runs, or a profile was named, RunningLocalAwsError when that cannot be told
 */
export async function localAwsOfProject(
  options: { readonly stateDir?: string | undefined; readonly profile?: string | undefined },
  context: Pick<CommandContext, 'directory' | 'environment' | 'commandLine'> & {
    readonly projectRoot: string;
  },
): Promise<LocalAwsOfProject> {
  if (options.profile !== undefined) {
    throw new TargetError({
      what: '--profile was given with --local.',
      fix: 'Local AWS has no profiles: leave one of them out.',
    });
  }
  const stateDir = stateDirOf(options.stateDir, context);
  const isOfShell = options.stateDir === undefined && stateDirOfShell(context) !== undefined;
  const running = await runningLocalAws(stateDir);
  if (running !== undefined) return { ...running, stateDir };
  const start = commandLineTo({ stateDir: options.stateDir }, context.commandLine);
  throw new TargetError({
    what: `No local AWS runs for this project (state folder ${stateDir}${isOfShell ? `, by the variable ${VARIABLE.stateDir}` : ''}).`,
    fix:
      options.stateDir !== undefined || isOfShell || isProject(context.projectRoot)
        ? `Start it with "${start('dev')}" in another terminal, or name its folder with --state-dir.`
        : `There is no project in ${context.projectRoot}: make one with "${context.commandLine('init', 'my-workflows')}", call the command in the folder of one, or name a state folder with --state-dir.`,
  });
}

/** @throws TargetError for a folder that nobody would look into */
export function checkStateDir(options: {
  readonly local?: boolean | undefined;
  readonly stateDir?: string | undefined;
}): void {
  if (options.local === true || options.stateDir === undefined) return;
  throw new TargetError({
    what: '--state-dir was given without --local.',
    fix: 'Add --local to work on the local AWS that runs there, or leave --state-dir out.',
  });
}

/** A running local AWS, and where it keeps everything. */
export interface LocalAwsOfProject extends RunningLocalAws {
  /** Absolute. */
  readonly stateDir: string;
}

/**
 * The state folder of a local AWS that the environment leads to, as far as the shell says it; not when another local AWS is
 * noted there than that of the address.
 */
export function stateDirAt(
  url: string,
  context: Pick<CommandContext, 'directory' | 'environment'>,
): string | undefined {
  const stateDir = stateDirOfShell(context);
  if (stateDir === undefined) return undefined;
  const noted = notedLocalAws(stateDir);
  return noted === undefined || new URL(noted.url).origin === new URL(url).origin ? stateDir : undefined;
}
