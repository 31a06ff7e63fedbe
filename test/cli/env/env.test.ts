import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { npmRun, npx } from '../../../lib/cli/command-line.ts';
import { evaluated, SHELLS, shellOf, shellScript } from '../../../lib/cli/env/shell.ts';
import { variablesOfLocalAws } from '../../../lib/cli/env/variables-of-local-aws.ts';
import { localEnvironment } from '../../../lib/local/local-environment.ts';
import { noteRunning } from '../../../lib/local/running-local-aws.ts';
import { type LocalAws, startLocalAws } from '../../../lib/local/server.ts';
import { callCommand } from '../call-command.ts';

let local: LocalAws;
let leave: () => void;
beforeAll(async () => {
  local = await startLocalAws();
  leave = noteRunning(local.stateDir, { url: local.url, region: 'eu-west-1' });
});
afterAll(async () => {
  leave();
  await local.close();
});

const env = (...args: string[]) => ({
  of: (environment: Readonly<Record<string, string>>) =>
    callCommand(['env', '--state-dir', local.stateDir, ...args], { projectRoot: '/', environment }),
});

/** The variables of a shell that has run a script, begun with an environment. */
function shellAfter(script: string, environment: Readonly<Record<string, string>>): Record<string, string> {
  const print = `"${process.execPath}" -p 'JSON.stringify(process.env)'`;
  const text = execFileSync('bash', ['-c', `${script}\n${print}`], { env: environment, encoding: 'utf8' });
  return JSON.parse(text);
}

describe('env', () => {
  test('makes a shell talk to the local AWS of the project, and --unset takes it back', async () => {
    const before = { AWS_PROFILE: 'shop', AWS_SESSION_TOKEN: 'token', HOME: '/root' };
    const { exitCode, stdout, stderr } = await env('--shell', 'bash').of(before);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `Target: local AWS at ${local.url}\n` });

    const entered = shellAfter(stdout, before);
    const {
      AWS_ACCESS_KEY_ID: _id,
      AWS_SECRET_ACCESS_KEY: _key,
      ...rest
    } = localEnvironment(local.url, 'eu-west-1');
    expect(entered).toMatchObject({ ...rest, AWS_ACCESS_KEY_ID: expect.stringMatching(/^LOCAL/) });
    expect(entered).toHaveProperty('NOVA_ACT_STATE_DIR', local.stateDir);
    expect(entered).not.toHaveProperty('AWS_PROFILE');
    expect(entered).not.toHaveProperty('AWS_SESSION_TOKEN');

    const back = await env('--shell', 'bash', '--unset').of(entered);
    const left = Object.keys(shellAfter(back.stdout, entered)).filter((name) =>
      /AWS|BEDROCK|NOVA_ACT/.test(name),
    );
    expect(left).toEqual([]);
  });

  test('with --json it says what is set and unset', async () => {
    const { json } = await env('--json').of({ AWS_PROFILE: 'shop' });
    expect(json).toMatchObject({
      ok: true,
      data: {
        target: { kind: 'local', url: local.url, region: 'eu-west-1' },
        set: { AWS_ENDPOINT_URL: local.url },
        unset: ['AWS_PROFILE'],
      },
    });
  });

  test('when no local AWS runs, a shell gets nothing to run: exit 2', async () => {
    const { exitCode, stdout, stderr } = await callCommand(['env'], { projectRoot: '/nowhere' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Error: No local AWS runs for this project .* "npx nova-act-cdk init my-workflows"/,
    );
  });
});

describe('what is taken back', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['an address on this machine', { AWS_ENDPOINT_URL: 'http://localhost:1' }, ['AWS_ENDPOINT_URL']],
    ['no other address', { AWS_ENDPOINT_URL: 'https://vpce.example.com' }, []],
    [
      'no credentials of AWS',
      { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' },
      [],
    ],
  ])('%s', (_, environment, names) => {
    expect(variablesOfLocalAws(environment)).toEqual(names);
  });

  test('is said to be nothing', async () => {
    const { exitCode, stdout, stderr } = await env('--unset').of({});
    expect({ exitCode, stdout, stderr }).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'Nothing to take back: no variable of this shell leads to local AWS.\n',
    });
  });
});

describe('each shell', () => {
  const value = `it's "50 %" $HOME \`x\` \\ end`;
  test.each([
    ['bash', `unset B\nexport A='it'\\''s "50 %" $HOME \`x\` \\ end'\n`],
    ['zsh', `unset B\nexport A='it'\\''s "50 %" $HOME \`x\` \\ end'\n`],
    ['fish', `set -e B\nset -gx A 'it\\'s "50 %" $HOME \`x\` \\\\ end'\n`],
    [
      'powershell',
      `Remove-Item Env:B -ErrorAction SilentlyContinue\n$env:A = 'it''s "50 %" $HOME \`x\` \\ end'\n`,
    ],
  ] as const)('%s gets values as they are, whatever is in them', (shell, script) => {
    expect(shellScript(shell, { set: { A: value }, unset: ['B'] })).toBe(script);
  });

  test('cmd, which cannot quote everything, is refused what it would change', () => {
    expect(shellScript('cmd', { set: { A: 'a&b' }, unset: ['B'] })).toBe('set "B="\nset "A=a&b"\n');
    expect(() => shellScript('cmd', { set: { A: value }, unset: [] })).toThrow('A cannot be written for cmd');
  });

  test.each([
    [{ SHELL: '/usr/bin/fish' }, 'linux', 'fish'],
    [{ SHELL: '/bin/zsh' }, 'darwin', 'zsh'],
    [{ SHELL: '/bin/dash' }, 'linux', 'bash'],
    [{}, 'linux', 'bash'],
    [{}, 'win32', 'powershell'],
    [{ SHELL: 'C:\\Program Files\\Git\\usr\\bin\\bash.exe' }, 'win32', 'bash'],
  ])('%j on %s is %s', (environment, platform, shell) => {
    expect(shellOf(environment, platform)).toBe(shell);
  });

  test('has its way to run what is printed', () => {
    expect(SHELLS.map((shell) => evaluated(shell, npx))).toEqual([
      'eval "$(npx nova-act-cdk env)"',
      'eval "$(npx nova-act-cdk env)"',
      'npx nova-act-cdk env --shell fish | source',
      'npx nova-act-cdk env --shell powershell | Out-String | Invoke-Expression',
      `for /f "delims=" %i in ('npx nova-act-cdk env --shell cmd') do @%i`,
    ]);
    expect(evaluated('bash', npmRun)).toBe('eval "$(npm run --silent act -- env)"');
  });
});
