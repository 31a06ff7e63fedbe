import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { npmRun } from '../../../lib/cli/command-line.ts';
import { localCommand } from '../../../lib/cli/local/command.ts';
import { temporaryFolder } from '../../cdk/synthesis.ts';
import { handMade, probe, roleWith } from '../../local/assembly/hand-made.ts';

/** What the command prints until it is ready, and what it ends with. */
async function runLocal(folder: string, ...args: readonly string[]) {
  const stateDir = path.join(temporaryFolder(), 'state');
  const { program, run } = localCommand({ commandLine: npmRun, projectRoot: temporaryFolder() });
  program.parse(['--from', folder, '--port', '0', '--state-dir', stateDir, ...args], { from: 'user' });
  const interrupt = new AbortController();
  let stdout = '';
  const exitCode = await run({
    stdout: (text) => {
      stdout += text;
      interrupt.abort();
    },
    stderr: () => {},
    interactive: false,
    environment: {},
    directory: temporaryFolder(),
    commandLine: npmRun,
    interrupt: interrupt.signal,
  });
  return { exitCode, stdout, outputsFile: path.join(stateDir, 'cdk-outputs.json') };
}

const EnvironmentVariables = { TABLE: { Ref: 'Table' } };
const SECRET = 'arn:aws:secretsmanager:us-east-1:000000000000:secret:shop/key-AbCdEf';
const shop = (region: string, stack = 'Shop', variables: object = EnvironmentVariables) =>
  handMade({
    [`${region}/${stack}`]: {
      Resources: {
        ...roleWith({ Effect: 'Allow', Action: '*', Resource: '*' }),
        Runtime: probe({ EnvironmentVariables: variables }),
        Table: { Type: 'AWS::DynamoDB::Table' },
      },
      Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] } } },
    },
  });

describe('local --from', () => {
  test('says as JSON what was deployed, where, and what was not', async () => {
    const { exitCode, stdout, outputsFile } = await runLocal(shop('eu-west-1'), '--json');
    const { workflows, notes, environment } = JSON.parse(stdout).data;

    expect(exitCode).toBe(0);
    const runtimeArn = JSON.parse(readFileSync(outputsFile, 'utf8')).Shop.Arn;
    expect(workflows).toEqual([{ name: 'probe', runtimeArn }]);
    expect(environment).toMatchObject({ AWS_REGION: 'eu-west-1', AWS_DEFAULT_REGION: 'eu-west-1' });
    expect(notes[0]).toEqual({
      stackName: 'Shop',
      resource: 'Runtime',
      property: 'EnvironmentVariables.TABLE',
      what: 'needs Table (AWS::DynamoDB::Table), which local AWS does not make. The runtime is deployed without this variable.',
    });
  });

  test('says it in words, and how to call the runtime', async () => {
    const { stdout } = await runLocal(shop('us-east-1'));

    expect(stdout).toContain(
      'Not as on AWS:\n  - Shop › Runtime › EnvironmentVariables.TABLE: needs Table (AWS::DynamoDB::Table), which',
    );
    expect(stdout).toMatch(
      /npm run invoke -- arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime\/probe-\w+ --local --state-dir \S+\n/,
    );
  });

  test('names workflows as they are called, and secrets that have no value', async () => {
    const folder = shop('us-east-1', 'NovaActWorkflow-form-filling', { KEY: SECRET });
    const { stdout } = await runLocal(folder);
    const json = JSON.parse((await runLocal(folder, '--json')).stdout).data;

    expect(stdout).toContain('  workflows   form-filling\n');
    expect(stdout).toContain('npm run invoke -- form-filling --local --state-dir ');
    expect(stdout).toContain(
      'NovaActWorkflow-form-filling › form-filling: the assembly does not say what it is made of',
    );
    expect(stdout).toMatch(
      /\nThe secret shop\/key has no value on local AWS: .*NOVA_ACT_SECRET_SHOP_KEY set\.\n/,
    );
    expect(json.missingSecrets).toEqual([
      { name: 'shop/key', what: expect.stringContaining('NOVA_ACT_SECRET_SHOP_KEY') },
    ]);
  });

  test('ends with 2 where there is no assembly', async () => {
    await expect(runLocal(path.join(temporaryFolder(), 'cdk.out'))).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/There is no cloud assembly in .*name its folder with --from\.$/),
    });
  });
});
