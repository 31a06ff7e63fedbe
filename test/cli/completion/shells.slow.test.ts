import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const root = path.resolve(import.meta.dirname, '..', '..', '..');
const project = mkdtempSync(path.join(os.tmpdir(), 'nova-act-shells-'));

beforeAll(() => {
  for (const name of ['act', 'nova-act-cdk']) {
    const program = `${root}/bin/act.ts`;
    const file = path.join(project, name);
    // tsx by its path: the program is called in a project elsewhere.
    const tsx = path.join(root, 'node_modules', 'tsx', 'dist', 'loader.mjs');
    writeFileSync(file, `#!/bin/sh\nexec '${process.execPath}' --import 'file://${tsx}' '${program}' "$@"\n`);
    chmodSync(file, 0o755);
  }
  const stacks = { 'NovaActWorkflow-prices': {}, '$(touch gone)': {} };
  writeFileSync(path.join(project, 'cdk-outputs.json'), JSON.stringify(stacks));
  writeFileSync(path.join(project, 'order.json'), '{}');
  writeFileSync(path.join(project, 'shipment.ts'), '');
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

function run(command: readonly [string, ...string[]], input = ''): string {
  const [file, ...args] = command;
  const { stdout, stderr, error } = spawnSync(file, args, {
    cwd: project,
    input,
    encoding: 'utf8',
    timeout: 30_000,
    env: { PATH: `${project}:${process.env.PATH}`, HOME: project, TERM: 'dumb' },
  });
  if (error !== undefined) throw error;
  return `${stdout}${stderr}`;
}

/** What a shell has made of a line, once Tab was pressed at its end and the line was given to `echo`. */
const TABS = {
  bash: (line: string) =>
    run(
      ['script', '-qc', 'bash --norc --noprofile -i', '/dev/null'],
      `PS1=; source <(act completion bash); source <(act completion bash)\n${line}\t\x01echo got: \n exit\n`,
    ),
  zsh: (line: string) =>
    run(
      ['script', '-qc', 'zsh -f -i', '/dev/null'],
      `PS1=; autoload -Uz compinit; compinit -u -D; source <(act completion zsh)\n${line}\t\x01echo got: \n exit\n`,
    ),
  fish: (line: string) => run(['fish', '-c', `act completion fish | source; complete -C '${line}'`]),
};
const hasShell = (name: string): boolean => spawnSync(name, ['--version']).error === undefined;

describe.each(Object.entries(TABS).filter(([name]) => hasShell(name)))('%s', (_name, afterTab) => {
  test.each([
    ['act inv', 'invoke'],
    ['nova-act-cdk invoke --stack=NovaActWorkflow-pr', 'NovaActWorkflow-prices'],
    ['act invoke --payload-file ord', 'order.json'],
    ['act run ship', 'shipment.ts'],
    ['act run pri', 'prices'],
    ['act logs --source runt', 'runtime'],
  ])('completes %s', (line, word) => {
    expect(afterTab(line)).toContain(word);
  });

  test('executes nothing that is in a name', () => {
    afterTab('act invoke --stack ');

    expect(run(['ls'])).not.toContain('gone');
  });
});
