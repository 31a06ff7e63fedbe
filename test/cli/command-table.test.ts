import { describe, expect, test } from '@jest/globals';
import { type Command, CommanderError } from 'commander';
import { actProgram } from '../../lib/cli/act.ts';
import { COMMAND_TABLE } from '../../lib/cli/command-table.ts';
import { allCommands, helpOf } from '../docs/commands/pages.ts';
import { root } from '../docs/markdown.ts';

/** Marks commands of ours in a help text. */
const marked = (command: string, args = ''): string => `«${command} ${args}»`;

describe.each(COMMAND_TABLE.map((entry) => [entry.name, entry] as const))('act %s', (_name, entry) => {
  test('has a summary for the list: in lower case, without a full stop', () => {
    expect(entry.summary).toMatch(/^[a-z].*[^.]$/);
  });

  test('and what is below it says what it does, with examples that are right', async () => {
    for (const [name, command] of await allCommands(marked, entry)) {
      const help = helpOf(command);
      const examples = [...(help.split('Examples:')[1] ?? '').matchAll(/«([^»]*)»/g)].map(
        ([, line = '']) => line,
      );

      expect([name, command.description()]).toEqual([name, expect.stringMatching(/./)]);
      expect([name, examples.length > 0]).toEqual([name, true]);
      for (const example of examples) expect([name, await problemOf(example)]).toEqual([name, undefined]);
    }
  });

  test('has --json and --verbose, and says its exit codes, if it can be called', async () => {
    const callable = (await allCommands(marked, entry)).filter(([, { commands }]) => commands.length === 0);
    const flags = ([, { options }]: readonly [string, Command]) => options.map(({ long }) => long);

    expect(callable.filter((each) => !flags(each).includes('--json')).map(([name]) => name)).toEqual([]);
    expect(callable.filter((each) => !flags(each).includes('--verbose')).map(([name]) => name)).toEqual([]);
    expect(
      callable.filter(([, command]) => !helpOf(command).includes('Exit codes:')).map(([name]) => name),
    ).toEqual([]);
  });
});

test('an example that is wrong would be found', async () => {
  expect(await problemOf('invoke prices --payloat {}')).toContain("unknown option '--payloat'");
  expect(await problemOf('inwoke prices')).toContain("unknown command 'inwoke'");
});

/** Why a command line cannot be read. */
async function problemOf(line: string): Promise<string | undefined> {
  const words = wordsOf(line);
  const { program } = await actProgram({ commandLine: marked, projectRoot: root }, words);
  const quiet = (command: Command): void => {
    command
      .exitOverride()
      .allowExcessArguments(false)
      .configureOutput({ writeOut: () => {}, writeErr: () => {} });
    command.commands.forEach(quiet);
  };
  quiet(program);
  try {
    // Reads the arguments only: what a command does begins afterwards.
    program.parse(words, { from: 'user' });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? undefined : `${line}: ${error.message}`;
    throw error;
  }
}

/** Splits as a shell does, up to the end of the command; `<what is to be filled in>` is one word. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ (?:[|>]|&&) /);
  return [...command.matchAll(/(?:'[^']*'|"[^"]*"|<[^>]*>|[^\s'"<])+/g)].map(([word]) =>
    word.replaceAll(/['"]/g, ''),
  );
}
