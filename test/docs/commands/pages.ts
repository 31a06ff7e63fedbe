import path from 'node:path';
import type { Command } from 'commander';
import { actProgram } from '../../../lib/cli/act.ts';
import { npx } from '../../../lib/cli/command-line.ts';
import { COMMAND_TABLE, type CommandEntry } from '../../../lib/cli/command-table.ts';
import { sayCalls } from '../../../lib/cli/usage-line.ts';
import { root } from '../markdown.ts';

export const FOLDER = path.join(root, 'docs', 'commands');
const WIDTH = 100;

/** The pages of `docs/commands` by their names: one for each group of commands, made of what the commands say with --help. */
export async function commandPages(): Promise<ReadonlyMap<string, string>> {
  const groups = byGroup();
  const pages = new Map<string, string>();
  for (const [group, entries] of groups) {
    const parts = await Promise.all(entries.map(sectionsOf));
    pages.set(`${group.toLowerCase().replaceAll(' ', '-')}.md`, [intro(group), ...parts.flat()].join('\n'));
  }
  return pages;
}

/** Every command and command of a command, as it is called. */
export async function allCommands(
  commandLine: (command: string, args?: string) => string,
  entry: CommandEntry,
): Promise<readonly (readonly [name: string, command: Command])[]> {
  const { program } = await actProgram({ commandLine, projectRoot: root }, [entry.name]);
  const command = program.commands.find((each) => each.name() === entry.name);
  sayCalls(program, commandLine);
  if (command === undefined) throw new Error(`There is no command ${entry.name}.`);
  return [...withBelow(command, entry.name)];
}

/** What a command prints with --help. */
export function helpOf(command: Command): string {
  let help = '';
  command.configureOutput({
    writeOut: (text) => {
      help += text;
    },
    getOutHelpWidth: () => WIDTH,
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return help.trim();
}

function* withBelow(command: Command, name: string): Generator<readonly [string, Command]> {
  yield [name, command];
  for (const below of command.commands) yield* withBelow(below, `${name} ${below.name()}`);
}

function byGroup(): ReadonlyMap<string, readonly CommandEntry[]> {
  const groups = new Map<string, CommandEntry[]>();
  for (const entry of COMMAND_TABLE) groups.set(entry.group, [...(groups.get(entry.group) ?? []), entry]);
  return groups;
}

function intro(group: string): string {
  return `<!-- Written by \`npm run docs:commands\` from the commands themselves. -->

# Commands: ${group.toLowerCase()}

\`npx nova-act-cdk\` is how \`act\` is called in a project that has the package; it is \`npm run act --\` in a clone of this
project, and \`act\` where it is installed globally. \`--help\` says the same as this page, in the words for where you are.
`;
}

async function sectionsOf(entry: CommandEntry): Promise<readonly string[]> {
  const commands = await allCommands(npx, entry);
  return commands.map(([name, command], index) => {
    const level = index === 0 ? '##' : '###';
    return `${level} act ${name}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
  });
}
