import { existsSync } from 'node:fs';
import path from 'node:path';
import { OUTPUTS_FILE_NAME, STATE_DIR_NAME } from '../catalog/names.ts';

/**
 * The files of outputs that count where none was named, those that are there, the first one first: of a local AWS whose
 * state folder is known its own only, for what is deployed elsewhere is not there; of another local AWS the one that is usual
 * for it before that of the project; on AWS that of the project.
 */
export function usualOutputsFiles(
  { isLocal, stateDir }: { readonly isLocal: boolean; readonly stateDir?: string | undefined },
  projectRoot: string,
): readonly string[] {
  const folders = !isLocal
    ? [projectRoot]
    : stateDir === undefined
      ? [path.join(projectRoot, STATE_DIR_NAME), projectRoot]
      : [stateDir];
  return folders.map((folder) => path.join(folder, OUTPUTS_FILE_NAME)).filter((file) => existsSync(file));
}
