import path from 'node:path';
import { PACKAGE_NAME } from '../../core/package.ts';
import type { CommandLine } from '../command-line.ts';
import { UsageError } from '../usage-error.ts';

/** Lines that make a shell take over changes of its variables, quoted as it reads them. */
export function shellScript(shell: Shell, { set, unset }: VariableChanges): string {
  const { assign, remove } = SYNTAX[shell];
  const lines = [
    ...unset.map((name) => remove(name)),
    ...Object.entries(set).map(([name, value]) => assign(name, value)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** The shells whose syntax is known. */
export const SHELLS = ['bash', 'zsh', 'fish', 'powershell', 'cmd'] as const;

/** One of {@link SHELLS}. Others that read what POSIX says are `bash` here. */
export type Shell = (typeof SHELLS)[number];

/** What becomes of the variables of a shell. */
export interface VariableChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly unset: readonly string[];
}

/** The shell that somebody uses, as far as the environment says it. */
export function shellOf(
  { SHELL: program = '' }: Readonly<Record<string, string | undefined>>,
  platform: string,
): Shell {
  // Git for Windows sets SHELL in its bash, and Windows writes paths with backslashes.
  const name = path.win32.parse(program).name;
  return (
    SHELLS.find((shell) => shell === name) ?? (program === '' && platform === 'win32' ? 'powershell' : 'bash')
  );
}

/** What somebody types in a shell so that it runs what `env` prints. */
export function evaluated(shell: Shell, commandLine: CommandLine, more?: string): string {
  const args = [
    ...(shell === 'bash' || shell === 'zsh' ? [] : [`--shell ${shell}`]),
    ...(more ? [more] : []),
  ];
  const line = commandLine('env', args.length === 0 ? undefined : args.join(' '));
  // npm would print what it runs among what the shell is to run.
  return SYNTAX[shell].evaluate(line.replace(/^npm run /, 'npm run --silent '));
}

interface Syntax {
  readonly assign: (name: string, value: string) => string;
  readonly remove: (name: string) => string;
  /** What runs the lines that a command prints. */
  readonly evaluate: (command: string) => string;
}

const POSIX: Syntax = {
  assign: (name, value) => `export ${name}='${value.replaceAll("'", `'\\''`)}'`,
  remove: (name) => `unset ${name}`,
  evaluate: (command) => `eval "$(${command})"`,
};

const SYNTAX: Readonly<Record<Shell, Syntax>> = {
  bash: POSIX,
  zsh: POSIX,
  fish: {
    // Only these two have a meaning between single quotes. @see https://fishshell.com/docs/current/language.html#quotes
    assign: (name, value) => `set -gx ${name} '${value.replaceAll(/[\\']/g, '\\$&')}'`,
    remove: (name) => `set -e ${name}`,
    evaluate: (command) => `${command} | source`,
  },
  powershell: {
    // @see https://learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules
    assign: (name, value) => `$env:${name} = '${value.replaceAll(/['\u2018-\u201b]/g, '$&$&')}'`,
    remove: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
    evaluate: (command) => `${command} | Out-String | Invoke-Expression`,
  },
  cmd: {
    assign: (name, value) => `set "${name}=${checkedForCmd(name, value)}"`,
    remove: (name) => `set "${name}="`,
    evaluate: (command) => `for /f "delims=" %i in ('${command}') do @%i`,
  },
};

/** Between its quotes, nothing can take the meaning from these. */
function checkedForCmd(name: string, value: string): string {
  if (!/["%!\r\n]/.test(value)) return value;
  throw new UsageError({
    what: `The value of ${name} cannot be written for cmd: it has one of the characters " % ! or a line end.`,
    fix: `Use --shell powershell, or take it from --json. It is what ${PACKAGE_NAME} dev has noted in its state folder.`,
  });
}
