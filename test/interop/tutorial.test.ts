import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { findOutputsInFile, type WorkflowOutputs, workflowStackName } from '../../lib/catalog/index.ts';
import { awsCli2, awsCli2Missing } from './support/aws-cli.ts';
import { converse } from './support/conversation.ts';
import { type LocalAws, startLocalAws } from './support/local-aws.ts';
import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const HOME = mkdtempSync(path.join(os.tmpdir(), 'tutorial-'));
const DEFINITION = 'tutorial';
const LOG_GROUP = '/tutorial/runs';
const HEADING = 'Travel well, carry little';

let tools: Python;
let local: LocalAws;
let outputs: WorkflowOutputs;
let cli: string;

beforeAll(async () => {
  tools = await python();
  cli = awsCli2Missing === undefined ? await awsCli2(tools) : tools.tool('aws');
  local = await startLocalAws();
  const stackName = workflowStackName({ workflow: 'getting-started' });
  outputs = findOutputsInFile({ file: local.outputsFile, stackName });
}, PREPARATION_MS);

afterAll(async () => {
  await local?.[Symbol.asyncDispose]();
  rmSync(HOME, { recursive: true, force: true });
});

const typed = async (command: string, ...args: readonly string[]): Promise<string> =>
  (await run(command, args, { ...local.environment, HOME })).stdout;
const aws = (...args: readonly string[]): Promise<string> => typed(cli, ...args);
const tsx = (script: string): Promise<string> => {
  const file = path.join('test', 'interop', 'tutorial', script);
  return typed(process.execPath, '--import', 'tsx', file, DEFINITION, LOG_GROUP, local.demoSiteUrl);
};
/** Version 1 has no `tail`. */
const logsOf = (group: string): Promise<string> =>
  awsCli2Missing === undefined
    ? aws('logs', 'tail', group)
    : aws('logs', 'filter-log-events', '--log-group-name', group);

describe('the five steps, typed with the tools of others against local AWS', () => {
  test('all of them, one after the other', async () => {
    // Before the first: who am I?
    expect(JSON.parse(await aws('sts', 'get-caller-identity'))).toMatchObject({ Account: '000000000000' });

    // 1. Define a workflow.
    const made = await typed(tools.tool('act'), 'workflow', 'create', '--name', DEFINITION);
    expect(made).toContain(':workflow-definition/tutorial');

    // 2 and 3. Run it here, with one browser session and with several.
    expect(await tsx('decorator.ts')).toContain(HEADING);
    expect((await tsx('context-manager.ts')).split('\n')).toEqual(
      expect.arrayContaining([HEADING, 'Destinations']),
    );
    const runs = await typed(tools.tool('act'), 'workflow', 'list-runs', '--name', DEFINITION, '--json');
    expect(JSON.parse(runs)).toMatchObject([{ status: 'SUCCEEDED' }, { status: 'SUCCEEDED' }]);
    expect(await logsOf(LOG_GROUP)).toContain('SUCCEEDED');

    // 4 and 5. Local AWS has deployed the catalog: invoke by the ARN in the outputs.
    await using boto3 = converse(tools.executable, [tools.script('operations')], local.environment);
    const answer = await boto3.ask({
      service: 'bedrock-agentcore',
      operation: 'InvokeAgentRuntime',
      input: { agentRuntimeArn: outputs.RuntimeArn, payload: JSON.stringify({ url: local.demoSiteUrl }) },
    });
    expect(answer).toMatchObject({ output: { response: expect.stringContaining(HEADING) } });

    // What is left of it: logs of the run and of the runtime, and the artifacts.
    expect(await logsOf(outputs.LogGroupName)).toContain('SUCCEEDED');
    expect(await logsOf(outputs.RuntimeLogGroupName)).toContain('"level"');
    const artifacts = await aws('s3', 'ls', `s3://${outputs.ArtifactBucketName}/`, '--recursive');
    expect(artifacts).toContain(`${outputs.WorkflowDefinitionName}/invocations/`);
    expect(artifacts).toMatch(/\/acts\/.*\/step-0001\.jpg/);
  });
});
