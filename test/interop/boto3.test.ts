import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANSWER_HEADERS, REQUEST_HEADERS } from '../../lib/local/agentcore/model-headers.ts';
import { operations } from '../../lib/service/index.ts';
import { type LocalAws, startLocalAws } from './support/local-aws.ts';
import { projectRoot, run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'boto3-'));
let tools: Python;
let local: LocalAws;

beforeAll(async () => {
  tools = await python();
  local = await startLocalAws();
}, PREPARATION_MS);

afterAll(async () => {
  await local?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** The program that the guide shows to users of Python, with a workflow of this project and another page to go to. */
function snippetOfGuide(url: string): string {
  const guide = readFileSync(path.join(projectRoot, 'docs', 'from-the-python-tutorial.md'), 'utf8');
  const [, snippet] = /```python\n([\s\S]*?)```/.exec(guide) ?? [];
  if (snippet === undefined) throw new Error('The guide shows no Python.');
  return snippet
    .replace('NovaActWorkflow-headline', 'NovaActWorkflow-getting-started')
    .replace(/"https:\/\/nova\.amazon\.com[^"]*"/, JSON.stringify(url))
    .replace('"cdk-outputs.json"', JSON.stringify(path.join(folder, 'cdk-outputs.json')));
}

describe('when boto3 talks to local AWS', () => {
  test('the Python of the guide invokes a workflow by the ARN in the file of outputs', async () => {
    const program = path.join(folder, 'guide.py');
    await copyFile(local.outputsFile, path.join(folder, 'cdk-outputs.json'));
    await writeFile(program, snippetOfGuide(local.demoSiteUrl));

    const { stdout } = await run(tools.executable, [program], local.environment);

    expect(stdout).toContain("'answer': 'Travel well, carry little'");
  });

  test('the headers that the newest model has for invocations are known, and come back', async () => {
    const outputs = JSON.parse(readFileSync(local.outputsFile, 'utf8'));
    const { RuntimeArn } = outputs['NovaActWorkflow-getting-started'];
    const program = [tools.script('agentcore_headers'), RuntimeArn, 'live'];
    const { stdout } = await run(tools.executable, program, local.environment);
    const { request, answer, isGivenBack } = JSON.parse(stdout);

    expect(isGivenBack).toBe(true);
    const prefix = 'x-amzn-bedrock-agentcore-runtime-session';
    expect([`${prefix}-id`, ...Object.keys(REQUEST_HEADERS)]).toEqual(expect.arrayContaining(request));
    // The address of a session is of runtimes with ports of their own, which are not here.
    const ofAws = [`${prefix}-id`, `${prefix}-endpoint-url`, 'content-type'];
    expect([...ofAws, ...ANSWER_HEADERS]).toEqual(expect.arrayContaining(answer));
  });

  test('all operations of Nova Act answer as its own model says', async () => {
    const { stdout } = await run(tools.executable, [tools.script('nova_act_operations')], local.environment);
    const { called, errors, ...answers } = JSON.parse(stdout);

    expect(called).toEqual(Object.keys(operations).sort());
    expect(errors).toEqual({
      conflict: 'ConflictException',
      missing: 'ResourceNotFoundException',
      invalid: 'ValidationException',
    });
    expect(answers).toMatchObject({
      definition: {
        name: 'interop',
        arn: expect.stringMatching(/^arn:aws:nova-act:us-east-1:\d{12}:workflow-definition\/interop$/),
        status: 'ACTIVE',
        createdAt: 'datetime',
      },
      run: { status: 'SUCCEEDED', modelId: 'nova-act-latest', startedAt: 'datetime', endedAt: 'datetime' },
      acts: [{ status: 'SUCCEEDED' }],
      returned: ['Shop'],
      pages: { runs: 2 },
    });
  });
});
