import { access, constants, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { PACKAGE_NAME } from '../../core/package.ts';
import { packageNameAbove } from './package-name-above.ts';
import type { ActProgram, ActProgramKind } from './rules/act-on-path.ts';

/**
 * The programs named `act` that a shell finds, in its order. They are told apart by their files and never run: nobody knows
 * what an unknown program does when it is asked for its version.
 */
export async function actPrograms(
  environment: Readonly<Record<string, string | undefined>>,
  platform: string = process.platform,
): Promise<readonly ActProgram[]> {
  const names = platform === 'win32' ? ['act.exe', 'act.cmd', 'act.bat', 'act.ps1'] : ['act'];
  const found = new Map<string, ActProgram>();
  for (const folder of foldersOn(environment)) {
    for (const name of names) {
      const file = path.join(folder, name);
      const real = await programAt(file);
      if (real !== undefined && !found.has(real)) found.set(real, { file, kind: await kindOf(real) });
    }
  }
  return [...found.values()];
}

/** Those that npm puts there for the time of its own command are not on the path of its user. */
function foldersOn({ PATH, Path = PATH }: Readonly<Record<string, string | undefined>>): readonly string[] {
  const folders = (PATH ?? Path ?? '').split(path.delimiter);
  return folders.filter((folder) => folder !== '' && !/node_modules[\\/]\.bin[\\/]?$/.test(folder));
}

/** The file itself, behind links; `undefined` when there is none. */
async function programAt(file: string): Promise<string | undefined> {
  try {
    const real = await realpath(file);
    await access(real, constants.X_OK);
    return (await stat(real)).isFile() ? real : undefined;
  } catch {
    // Not there, not to be run, or in a folder that this user may not read: a shell does not find it either.
    return undefined;
  }
}

async function kindOf(file: string): Promise<ActProgramKind> {
  const owner = packageNameAbove(file);
  if (owner === PACKAGE_NAME) return 'ours';
  if (owner === 'act') return 'npm';
  const content = await contentOf(file);
  const start = content.subarray(0, SCRIPT_BYTES).toString('latin1');
  if (/^#!.*python/.test(start) && /\bnova_act\b/.test(start)) return 'nova-act-python';
  // npm (on Windows) and pnpm write a small script that calls the file in the package.
  if (/^(#!|@)/.test(start) && SCRIPT_OF_OURS.test(start)) return 'ours';
  // Go writes the path of its module into each program.
  return content.includes('github.com/nektos/act') ? 'nektos' : 'stranger';
}

async function contentOf(file: string): Promise<Buffer> {
  const { size } = await stat(file);
  return size > MAX_BYTES ? Buffer.alloc(0) : await readFile(file).catch(() => Buffer.alloc(0));
}

const SCRIPT_OF_OURS = new RegExp(`[\\\\/]${PACKAGE_NAME}[\\\\/]dist[\\\\/]`);
const SCRIPT_BYTES = 64_000;
const MAX_BYTES = 200_000_000;
