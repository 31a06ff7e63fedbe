import path from 'node:path';
import { STATE_DIR_NAME } from '../catalog/names.ts';
import { VARIABLE } from '../contract/variables.ts';
import type { CommandContext } from './command-context.ts';

/** The state folder that `--state-dir` names, else that of the shell, which `env` sets, else that of the project. */
export function stateDirOf(
  given: string | undefined,
  at: Pick<CommandContext, 'directory' | 'environment'> & { readonly projectRoot: string },
): string {
  if (given !== undefined) return path.resolve(at.directory, given);
  return stateDirOfShell(at) ?? path.join(at.projectRoot, STATE_DIR_NAME);
}

/** What help texts say of it. */
export const STATE_DIR_DEFAULT = `${VARIABLE.stateDir}, which "env" sets, else ${STATE_DIR_NAME} in the project`;

/** The state folder of the local AWS that the shell has entered by `env`. */
export function stateDirOfShell({
  directory,
  environment,
}: Pick<CommandContext, 'directory' | 'environment'>): string | undefined {
  const ofShell = environment[VARIABLE.stateDir];
  return ofShell ? path.resolve(directory, ofShell) : undefined;
}
