import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { awsCli2 } from './support/aws-cli.ts';
import { type LocalAws, startLocalAws } from './support/local-aws.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

let tools: Python;
let aws: string;
let local: LocalAws;
let environment: Readonly<Record<string, string>>;

beforeAll(async () => {
  tools = await python();
  aws = await awsCli2(tools);
  local = await startLocalAws();
  const { AWS_ENDPOINT_URL_NOVA_ACT = '' } = local.environment;
  environment = { ...local.environment, AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: AWS_ENDPOINT_URL_NOVA_ACT };
}, PREPARATION_MS);

afterAll(async () => {
  await local?.[Symbol.asyncDispose]();
});

const RUN = ['run started', 'session started', 'act started', 'step 1', 'act ended', 'run ended'];

describe('the logs of a workflow', () => {
  test('are read by boto3, page by page', async () => {
    const { stdout } = await run(
      tools.executable,
      [tools.script('cloudwatch_logs'), local.outputsFile, local.demoSiteUrl],
      environment,
    );
    const read = JSON.parse(stdout);

    expect(read).toMatchObject({
      stream: expect.stringMatching(/^\d{4}\/\d\d\/\d\d\/\[runtime-logs\][0-9a-f-]{36}$/),
      runtime: expect.arrayContaining(['listening', 'run started', 'act ended', 'run ended']),
      runs: RUN,
      tailed: ['sessionStart', 'sessionUpdate'],
      refused: expect.stringContaining('The specified log group does not exist'),
    });
    const outputs = JSON.parse(readFileSync(local.outputsFile, 'utf8'))['NovaActWorkflow-getting-started'];
    expect(read.groups).toEqual(expect.arrayContaining([outputs.LogGroupName, outputs.RuntimeLogGroupName]));
  });

  test('are tailed by the command that the AgentCore starter toolkit prints', async () => {
    const { RuntimeLogGroupName = '' } = JSON.parse(readFileSync(local.outputsFile, 'utf8'))[
      'NovaActWorkflow-getting-started'
    ];
    const prefix = `${new Date().toISOString().slice(0, 10).replaceAll('-', '/')}/[runtime-logs]`;
    const { stdout } = await run(
      aws,
      ['logs', 'tail', RuntimeLogGroupName, '--log-stream-name-prefix', prefix, '--since', '1h'],
      environment,
    );
    expect(stdout).toContain(prefix);
  });

  test('are tailed by the AWS CLI', async () => {
    const tail = async (...options: readonly string[]): Promise<readonly string[]> => {
      const group = '/nova-act/workflow-runs/getting-started-workflow';
      const { stdout } = await run(
        aws,
        ['logs', 'tail', group, '--format', 'short', ...options],
        environment,
      );
      return stdout.split('\n').flatMap((line) => /"message":"([^"]+)"/.exec(line)?.[1] ?? []);
    };
    expect(await tail()).toEqual(RUN);
    expect(await tail('--since', '1h', '--filter-pattern', '{ $.message = "act *" }')).toEqual([
      'act started',
      'act ended',
    ]);
    await expect(tail('--filter-pattern', '[a, b]')).rejects.toThrow('patterns of columns');
  });
});
