import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { COMMAND_TABLE } from '../../lib/cli/command-table.ts';
import { findProjectRoot } from '../../lib/cli/project-root.ts';
import { PACKAGE_VERSION } from '../../lib/core/package.ts';
import { callCommand } from './call-command.ts';

const root = path.resolve(import.meta.dirname, '..', '..');
const project = mkdtempSync(path.join(os.tmpdir(), 'nova-act-act-'));
afterAll(() => rmSync(project, { recursive: true, force: true }));
const act = async (...args: readonly string[]) => await callCommand(args, { projectRoot: project });

describe('help', () => {
  test('lists all commands, in the order and under the headings of the table', async () => {
    const { exitCode, stdout } = await act('--help');
    const listed = [...stdout.matchAll(/^(?:([A-Z].*):| {2}(\w+) {2,}[a-z].*)$/gm)].flatMap(
      ([, heading, name]) =>
        heading === undefined || !/^(?:Write|Deploy|Look|Shell)/.test(heading)
          ? (name ?? [])
          : `# ${heading}`,
    );
    const groups = [...new Set(COMMAND_TABLE.map(({ group }) => group))];

    expect(exitCode).toBe(0);
    expect(listed).toEqual([
      ...groups.flatMap((group) => [
        `# ${group}`,
        ...COMMAND_TABLE.filter((entry) => entry.group === group).map(({ name }) => name),
      ]),
      'help',
    ]);
  });

  test.each([
    [['help'], ['--help']],
    [
      ['help', 'invoke'],
      ['invoke', '--help'],
    ],
    [
      ['help', 'runs', 'list'],
      ['runs', 'list', '--help'],
    ],
    [
      ['help', 'local'],
      ['dev', '--help'],
    ],
  ])('%j is %j', async (asked, same) => {
    const [help, option] = [await act(...asked), await act(...same)];

    expect(help.exitCode).toBe(0);
    expect(help.stdout).toBe(option.stdout);
  });

  test('is as wide as the terminal', async () => {
    const { stdout } = await callCommand(['--help'], { projectRoot: project, columns: () => 200 });

    expect(stdout).toMatch(/^ {2}doctor .* and how to get it$/m);
  });

  test('of an alias has the name that is meant in its examples', async () => {
    const { stdout } = await act('local', '--help');

    expect(stdout).toContain('npx nova-act-cdk dev --from cdk.out');
    expect(stdout).not.toContain('nova-act-cdk local');
  });
});

test('--version is that of the package', async () => {
  expect(await act('--version')).toMatchObject({ exitCode: 0, stdout: `${PACKAGE_VERSION}\n` });
});

describe('a program that asks with --json', () => {
  test('gets one object for a wrong use, in one line of text, and people get the same', async () => {
    const { exitCode, stderr, json } = await act('invoke', 'prices', '--stak', 'x', '--json');

    expect(exitCode).toBe(2);
    expect(json).toEqual({
      ok: false,
      error: {
        code: 'UsageError',
        source: 'user',
        message: "unknown option '--stak' (Did you mean --stack?)",
        retryable: false,
        help: expect.stringContaining('--help'),
      },
    });
    expect(stderr).toContain("Error: unknown option '--stak'");
  });
});

test('Ctrl-C ends a command with 130', async () => {
  const interrupt = AbortSignal.abort(new Error('interrupted'));

  const { exitCode, json } = await callCommand(['env', '--json'], { projectRoot: project, interrupt });

  expect(exitCode).toBe(130);
  expect(json).toMatchObject({ ok: false, error: { code: 'Interrupted' } });
});

test('the project is found from each folder in it', () => {
  const below = path.join(project, 'workflows', 'shop', 'deep');
  mkdirSync(below, { recursive: true });
  writeFileSync(path.join(project, 'workflows', 'catalog.ts'), '');
  // A package of its own does not end the project.
  writeFileSync(path.join(project, 'workflows', 'shop', 'package.json'), '{}');

  expect([below, path.join(project, 'workflows'), project].map(findProjectRoot)).toEqual([
    project,
    project,
    project,
  ]);
});

test('a reader that leaves early is no failure, and there is no colour where nobody can see it', () => {
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['-o', 'pipefail', '-c', `"$0" --import tsx bin/act.ts help | head -1`, process.execPath],
    { cwd: root, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } },
  );

  expect({ stdout, stderr, status }).toEqual({
    stdout: 'Usage: npm run act -- [options] [command]\n',
    stderr: '',
    status: 0,
  });
});
