import path from 'node:path';
import { PACKAGE_NAME } from '../core/package.ts';

/**
 * What a user types to call a command, so that examples and advice can be copied.
 *
 * @param command with the command of a group after its name, such as `runs show`
 */
export type CommandLine = (command: string, args?: string) => string;

/** In a clone of this project. */
export const npmRun: CommandLine = (command, args) => {
  const ownScript = OWN_SCRIPTS.get(command);
  const words = ownScript === undefined ? [command, args] : [args];
  const rest = words.filter((word) => word !== undefined).join(' ');
  return [`npm run ${ownScript ?? 'act'}`, ...(rest === '' ? [] : [`-- ${rest}`])].join(' ');
};

/** In a project that has this package installed: the package's own name, because npm has a stranger's package `act`. */
export const npx: CommandLine = (command, args) => called(`npx ${PACKAGE_NAME}`, command, args);

/** As the file of the program was called: in a clone by a script, by the name `act` where that is on the path, else by npx. */
export function commandLineOf(programFile: string): CommandLine {
  const { name, ext } = path.parse(programFile);
  if (ext === '.ts') return npmRun;
  const isOnPath = name === 'act' && !programFile.includes(`node_modules${path.sep}`);
  return isOnPath ? (command, args) => called(name, command, args) : npx;
}

function called(program: string, command: string, args: string | undefined): string {
  return [program, command, ...(args === undefined ? [] : [args])].join(' ');
}

/** Commands that a clone has scripts for in its package.json. */
const OWN_SCRIPTS: ReadonlyMap<string, string> = new Map([
  ['dev', 'local'],
  ['local', 'local'],
  ['invoke', 'invoke'],
  ['preflight', 'preflight'],
  ['view', 'viewer'],
]);
