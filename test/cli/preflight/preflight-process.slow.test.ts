import { spawn } from 'node:child_process';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { writeAssembly } from '../../assembly/assembly.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { startDeployedAccount } from './deployed-account.ts';
import { template } from './example-world.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');

/** Runs a script of `bin/` in a folder, with nothing of this machine's AWS configuration. */
async function run(options: {
  readonly directory: string;
  readonly script?: string;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}): Promise<{ readonly exitCode: number | null; readonly stdout: string; readonly stderr: string }> {
  const { directory, script = 'preflight.ts', args = [], environment = {} } = options;
  const child = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), path.join(ROOT, 'bin', script), ...args],
    {
      cwd: directory,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        AWS_EC2_METADATA_DISABLED: 'true',
        TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'),
        ...environment,
      },
    },
  );
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [exitCode, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  return { exitCode, stdout, stderr };
}

const BEFORE = template({ D: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: 'a' } } });
const AFTER = template({
  D: { Type: 'AWS::NovaAct::WorkflowDefinition', Properties: { Name: 'a', Description: 'new' } },
});

describe.each([
  ['preflight.ts', []],
  ['act.ts', ['preflight']],
])('bin/%s', (script, command) => {
  test('says what would be refused: exit 2', async () => {
    await using account = await startDeployedAccount({ stacks: { S: { template: BEFORE } } });
    const directory = temporaryFolder();
    writeAssembly(path.join(directory, 'build'), { S: { template: AFTER } });

    const { exitCode, stdout, stderr } = await run({
      directory,
      script,
      args: [...command, '--app', 'build'],
      environment: { AWS_ENDPOINT_URL: account.url },
    });

    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: expect.stringMatching(/^Target: AWS account 123456789012, us-east-1, through http.*\n$/),
    });
    expect(stdout).toContain('1. S (us-east-1): The workflow definition "a" would be replaced');
  });
});

describe('when nothing can be compared', () => {
  test('because there is no assembly: exit 2, and how to make one', async () => {
    const { exitCode, stdout, stderr } = await run({ directory: temporaryFolder() });

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(
      /^Error: There is no cloud assembly in \S+cdk\.out: \S+ cannot be read: it does not exist\. Make one with "npx cdk synth --quiet", or name its folder with --app\.\n$/,
    );
  });

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['there are no credentials', {}, 'No usable AWS credentials'],
    [
      'nobody answers',
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      'Cannot connect to http://127.0.0.1:1: connect ECONNREFUSED',
    ],
  ])('because %s: exit 2', async (_, environment, message) => {
    const directory = temporaryFolder();
    writeAssembly(path.join(directory, 'cdk.out'), { S: { template: AFTER } });

    const { exitCode, stderr } = await run({ directory, environment });

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Error: ${message}`);
  });

  test.each([
    [['--ap', 'x'], "Error: unknown option '--ap'"],
    [['--region', 'somewhere'], 'Error: --region "somewhere" is not the name of a region.'],
    [['x'], 'too many arguments'],
  ])('because it is called with %j: exit 2', async (args, message) => {
    const { exitCode, stderr } = await run({ directory: temporaryFolder(), args });

    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

test('the help has examples and exit codes', async () => {
  const { exitCode, stdout } = await run({ directory: temporaryFolder(), args: ['--help'] });

  expect(exitCode).toBe(0);
  expect(stdout).toContain('npx cdk synth --quiet && npm run preflight');
  expect(stdout).toContain('Exit codes: 0 nothing is refused, 1 AWS failed, 2 something is refused');
});
