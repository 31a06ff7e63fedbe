import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { codeBlocks } from '../docs/markdown.ts';
import { policyLines, projectRoot } from './synthesis.ts';

// In the project, so that packages are found, and not under version control.
mkdirSync(path.join(projectRoot, 'build'), { recursive: true });
const folder = mkdtempSync(path.join(projectRoot, 'build', 'constructs-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the code of docs/constructs.md, synthesized', () => {
  const blocks = codeBlocks('docs/constructs.md').filter(({ language }) => language === 'ts');

  test('all of it is here', () => {
    expect(blocks).toHaveLength(4);
  });

  test('an app of your own: two workflows, of which one has a key, a VPC, a secret and a caller', async () => {
    const template = await templateOf(blocks[0]?.code);

    expect(resourcesOf(template, 'AWS::BedrockAgentCore::Runtime')).toEqual(['prices', 'stock']);
    template.hasResourceProperties('AWS::BedrockAgentCore::Runtime', {
      NetworkConfiguration: { NetworkMode: 'VPC' },
    });
    expect(template.findResources('AWS::KMS::Key')).not.toEqual({});
    expect(policyLines(template).join('\n')).toMatch(/secretsmanager:GetSecretValue .*shop\/login/);
    expect(policyLines(template, 'Caller').join('\n')).toContain('bedrock-agentcore:InvokeAgentRuntime');
    expect(Object.keys(template.findOutputs('*'))).toEqual(
      expect.arrayContaining(['RuntimeArn', 'StockRuntimeArn']),
    );
  });

  test('what other stacks share: buckets by an export and by name', async () => {
    const template = await templateOf(blocks[1]?.code);

    expect(resourcesOf(template, 'AWS::BedrockAgentCore::Runtime')).toEqual(['monthly', 'weekly']);
    expect(template.findResources('AWS::S3::Bucket')).toEqual({});
    expect(policyLines(template, 'Monthly').join('\n')).toContain(
      '<import NovaActFoundation:ArtifactBucketName>/monthly/*',
    );
    expect(policyLines(template, 'Weekly').join('\n')).toContain(':s3:::shop-artifacts/weekly');
  });

  test('the runtime as a construct: rights on what another app made, and an alarm', async () => {
    const template = await templateOf(blocks[2]?.code);

    expect(template.findResources('AWS::BedrockAgentCore::Runtime')).toEqual({});
    expect(policyLines(template, 'Caller').join('\n')).toContain(
      'bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession on <import NovaActWorkflow-getting-started:RuntimeArn>',
    );
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
  });

  test('lost runs: a schedule', async () => {
    const template = await templateOf(blocks[3]?.code);

    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 hour)' });
  });
});

/** The template of the stack that this code makes, in an app that is started as the CDK CLI does. */
async function templateOf(code = ''): Promise<Template> {
  const file = path.join(mkdtempSync(path.join(folder, 'block-')), 'app.ts');
  writeFileSync(
    file,
    [
      "import { appProps, fixture } from '../../../test/cdk/synthesis.ts';",
      code
        .replaceAll("from '../lib/", "from '../../../lib/")
        .replaceAll('new App()', 'new App(appProps())')
        // What the workflows do is no matter here, and a fixture is bundled once. A name that the code gives comes after it.
        .replace(/entry: 'workflows\/([\w-]+)\.ts'/g, "workflowName: '$1', entry: fixture('greeting.ts')"),
      'export { stack };',
    ].join('\n'),
  );
  const { stack }: { stack?: unknown } = await import(file);
  if (!Stack.isStack(stack)) throw new Error('The code has no "stack".');
  return Template.fromStack(stack);
}

/** The names of resources of a type. */
function resourcesOf(template: Template, type: string): unknown[] {
  return Object.values(template.findResources(type)).map(
    ({ Properties }) => Properties.AgentRuntimeName ?? Properties.Name,
  );
}
