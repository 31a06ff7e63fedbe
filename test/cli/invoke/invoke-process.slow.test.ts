import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { exampleOutputs } from '../../catalog/example.ts';
import { answerJson, startAgentCoreWire } from './agentcore-wire.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const ARN = exampleOutputs.RuntimeArn;
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'invoke-process-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Runs the script as a shell would, in an empty directory and with nothing of this machine's AWS configuration. */
function start(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', import.meta.resolve('tsx'), path.join(ROOT, 'bin/invoke.ts'), ...args],
    {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        AWS_EC2_METADATA_DISABLED: 'true',
        TSX_TSCONFIG_PATH: path.join(ROOT, 'tsconfig.json'),
        ...environment,
      },
    },
  );
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  const ended = new Promise<{ exitCode: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
  return { child, ended };
}

describe('when the script is run', () => {
  test('the result is on stdout, exit 0, and stderr has nothing but our own lines', async () => {
    await using wire = await startAgentCoreWire((_, response) => answerJson(response, 200, { ok: true }));

    const { exitCode, stdout, stderr } = await start([ARN, '--payload', '{"a":1}'], {
      AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url,
    }).ended;

    expect({ exitCode, result: JSON.parse(stdout) }).toEqual({ exitCode: 0, result: { ok: true } });
    expect(stderr).toMatch(
      /^Target: local AWS at http.*\nInvoking runtime\n {2}runtime {2}.*\n {2}session {2}.*\nSucceeded in .*\n$/,
    );
    expect(wire.requests.map(({ body }) => body)).toEqual(['{"a":1}']);
  });

  test('Ctrl-C stops the session: exit 130', async () => {
    await using wire = await startAgentCoreWire(() => {});
    const { child, ended } = start([ARN], { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url });
    await wire.arrival('/invocations');

    child.kill('SIGINT');
    child.kill('SIGINT');
    const { exitCode, stderr } = await ended;

    expect({ exitCode, stops: wire.received('/stopruntimesession').length }).toEqual({
      exitCode: 130,
      stops: 1,
    });
    expect(stderr).toContain('was stopped.');
  });
});

describe('when the connection fails', () => {
  test('no server: exit 2', async () => {
    const wire = await startAgentCoreWire(() => {});
    await wire[Symbol.asyncDispose]();

    const { exitCode, stderr } = await start([ARN], { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url }).ended;

    expect(exitCode).toBe(2);
    expect(stderr).toContain(`Cannot connect to ${wire.url}: connect ECONNREFUSED`);
    expect(stderr).toContain(
      'Start local AWS with "npm run local", or correct the AWS_ENDPOINT_URL variables.',
    );
  });

  test('a connection lost before the answer: exit 1, and the request is not repeated', async () => {
    await using wire = await startAgentCoreWire((_, response) => response.destroy());

    const { exitCode, stderr } = await start([ARN], { AWS_ENDPOINT_URL_BEDROCK_AGENTCORE: wire.url }).ended;

    expect({ exitCode, requests: wire.requests.length }).toEqual({ exitCode: 1, requests: 1 });
    expect(stderr).toMatch(
      /The connection was lost: socket hang up\. The run may still be going on, .*\. Its session is [\w-]{36}\.\n/,
    );
  });
});

describe('when it is called wrongly', () => {
  test.each([
    [['--payloda', '{}', 'x'], "Error: unknown option '--payloda'\n(Did you mean --payload?)"],
    [[], "Error: missing required argument 'workflow'"],
    [['a', 'b'], 'too many arguments'],
    [['geting-started'], 'Did you mean "getting-started"?'],
    [[ARN], 'No usable AWS credentials'],
    [[ARN, '--profile', 'nobody'], 'No usable AWS credentials'],
    [['getting-started', '--region', 'us-east-1'], 'No usable AWS credentials'],
  ])('%j: exit 2 without a stack trace', async (args, said) => {
    const { exitCode, stdout, stderr } = await start(args).ended;

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).not.toContain('    at ');
  });

  test('--help explains everything: exit 0', async () => {
    const { exitCode, stdout } = await start(['--help']).ended;

    expect(exitCode).toBe(0);
    for (const part of ['--payload-file', '--timeout-s', 'Examples:', 'Exit codes:']) {
      expect(stdout).toContain(part);
    }
  });
});
