import { PACKAGE_NAME } from '../core/package.ts';

/** What a user types to call a command, so that examples and advice can be copied. */
export type CommandLine = (command: 'local' | 'invoke' | 'preflight', args?: string) => string;

/** In a clone of this project. */
export const npmRun: CommandLine = (command, args) =>
  args === undefined ? `npm run ${command}` : `npm run ${command} -- ${args}`;

/** In a project that has this package installed. */
export const npx: CommandLine = (command, args) =>
  ['npx', PACKAGE_NAME, command, ...(args === undefined ? [] : [args])].join(' ');
