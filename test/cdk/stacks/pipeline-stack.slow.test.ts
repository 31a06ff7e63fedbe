import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { App, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { LinuxArmBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { type PipelineSource, PipelineStack, workflowApp } from '../../../lib/cdk/index.ts';
import { makeProject } from '../../bundle/project.ts';
import {
  appProps,
  buildSpecs,
  fixture,
  projectRoot as packageRoot,
  policyLines,
  render,
  reviewable,
} from '../synthesis.ts';

const catalog: readonly WorkflowCatalogEntry[] = [
  { name: 'hello', entry: 'greeting.ts', definitionName: 'hello', description: 'Says hello' },
];
const projectRoot = path.dirname(fixture('greeting.ts'));
const source: PipelineSource = {
  connectionArn:
    'arn:aws:codeconnections:us-east-1:123456789012:connection/01234567-89ab-cdef-0123-456789abcdef',
  repository: 'owner/workflows',
  branch: 'main',
};

interface Action {
  readonly Name: string;
  readonly RunOrder: number;
}

interface PipelineStage {
  readonly Name: string;
  readonly Actions: readonly Action[];
}

describe('when the context names a connection', () => {
  const app = workflowApp({
    catalog,
    projectRoot,
    appProps: appProps({ connection: source.connectionArn, repository: source.repository, build: 'zip' }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const [stack = new Stack()] = app.node.children.filter((child) => child instanceof Stack);
  const template = Template.fromStack(stack);
  const stages: PipelineStage[] = Object.values(
    template.findResources('AWS::CodePipeline::Pipeline'),
  ).flatMap(({ Properties }) => Properties.Stages);
  const runs = buildSpecs(template, app.outdir).map((spec) => JSON.stringify(spec));
  const actionsOf = (name: string): string[] =>
    stages.find(({ Name }) => Name === name)?.Actions.map((action) => action.Name) ?? [];

  test('the app is a pipeline that updates itself before it deploys', () => {
    expect(app.node.children.filter((child) => child instanceof Stack)).toEqual([expect.any(PipelineStack)]);
    expect(stages.map(({ Name }) => Name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'development',
      'production',
    ]);
  });

  test('a change is checked and tested, and the pipeline makes itself again as it is', () => {
    const synth = runs.find((spec) => spec.includes('cdk synth')) ?? '';

    expect(synth.indexOf('npm ci')).toBeGreaterThan(0);
    expect(synth.indexOf('npm run check')).toBeGreaterThan(synth.indexOf('npm ci'));
    expect(synth.indexOf('npm test')).toBeGreaterThan(synth.indexOf('npm run check'));
    expect(synth).toContain(
      `npx cdk synth --quiet -c build=zip -c connection=${source.connectionArn} -c repository=owner/workflows -c branch=main`,
    );
  });

  test('development is deployed and called; production is approved, deployed and called', () => {
    expect(actionsOf('development')).toEqual([
      'Preflight',
      'NovaActFoundation.Prepare',
      'NovaActFoundation.Deploy',
      'NovaActWorkflow-hello.Prepare',
      'NovaActWorkflow-hello.Deploy',
      'Invoke',
    ]);
    expect(actionsOf('production')).toEqual([
      'Preflight',
      'Approve',
      'NovaActFoundation-production.Prepare',
      'NovaActFoundation-production.Deploy',
      'NovaActWorkflow-production-hello.Prepare',
      'NovaActWorkflow-production-hello.Deploy',
      'Invoke',
    ]);
  });

  test('what CloudFormation would refuse is found before a stage is deployed, and before someone is asked', () => {
    const preflights = runs.filter((spec) => spec.includes('bin/preflight.ts'));
    const orders = stages.flatMap(({ Actions }) =>
      Actions.filter(({ Name }) => ['Preflight', 'Approve'].includes(Name)).map(
        ({ Name, RunOrder }) => `${Name} ${RunOrder}`,
      ),
    );

    expect(preflights).toEqual([
      expect.stringContaining('--app cdk.out/assembly-Pipeline-development'),
      expect.stringContaining('--app cdk.out/assembly-Pipeline-production'),
    ]);
    expect(orders).toEqual(['Preflight 1', 'Preflight 1', 'Approve 2']);
  });

  test('that step may read stacks and nothing else', () => {
    expect(policyLines(template, 'PipelinedevelopmentPreflight')).toEqual(
      expect.arrayContaining([
        'Allow cloudformation:DescribeStacks cloudformation:ListImports cloudformation:ListStacks on *',
        'Allow cloudformation:GetTemplate on arn:aws:cloudformation:us-east-1:<AWS::AccountId>:stack/*/*',
      ]),
    );
  });

  test('the step that calls the workflow may call that workflow only', () => {
    const arn = 'arn:aws:bedrock-agentcore:us-east-1:<AWS::AccountId>:runtime/hello';

    expect(policyLines(template).filter((line) => line.includes('bedrock-agentcore:'))).toEqual([
      `Allow bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession on ${arn}-* ${arn}-*/runtime-endpoint/DEFAULT`,
      `Allow bedrock-agentcore:InvokeAgentRuntime bedrock-agentcore:StopRuntimeSession on ${arn}__production-* ${arn}__production-*/runtime-endpoint/live`,
    ]);
  });

  test('everything runs on Debian with Node for ARM, unprivileged and pulled without a secret', () => {
    const projects = Object.values(template.findResources('AWS::CodeBuild::Project'));

    expect(projects.length).toBeGreaterThan(4);
    for (const { Properties } of projects) {
      expect(Properties.Environment).toEqual({
        Type: 'ARM_CONTAINER',
        ComputeType: 'BUILD_GENERAL1_MEDIUM',
        Image: 'public.ecr.aws/docker/library/node:22-bookworm',
        ImagePullCredentialsType: 'SERVICE_ROLE',
        PrivilegedMode: false,
      });
    }
  });

  test('no project asks for a runtime version, which an image that is not of CodeBuild does not have', () => {
    expect(runs.join(' ')).not.toContain('runtime-versions');
  });

  test('it installs the CDK CLI that this project is tested with, and nothing without a version', () => {
    const manifest: { devDependencies: Record<string, string> } = JSON.parse(
      readFileSync(path.join(packageRoot, 'package.json'), 'utf8'),
    );
    const installed = runs.join(' ').match(/npm install -g [\w@.-]+/g);

    expect([...new Set(installed)].sort()).toEqual([
      `npm install -g aws-cdk@${manifest.devDependencies['aws-cdk']}`,
      'npm install -g cdk-assets@4.7.3',
    ]);
  });

  test('services may assume its roles for this account only', () => {
    const trusts = Object.values(template.findResources('AWS::IAM::Role')).flatMap(
      ({ Properties }) => Properties.AssumeRolePolicyDocument.Statement,
    );
    const services = trusts.filter(({ Principal }) => Principal.Service !== undefined);

    expect(services.length).toBeGreaterThan(5);
    for (const { Condition } of services) {
      expect(Condition).toEqual({ StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } });
    }
    for (const { Principal } of trusts) expect(Principal).not.toEqual({ AWS: '*' });
  });

  test('every line of the template was reviewed', () => {
    expect(reviewable(template)).toMatchSnapshot();
  });
});

describe('when the code of a workflow changes', () => {
  const project = makeProject({ 'greeting.ts': readFileSync(fixture('greeting.ts'), 'utf8') });
  afterAll(() => project.remove());
  const synthesized = (): unknown => {
    const app = new App(appProps());
    return Template.fromStack(
      new PipelineStack(app, 'Pipeline', { catalog, projectRoot: project.root, source, build: 'zip' }),
    ).toJSON();
  };

  test('the pipeline stays as it is, so that earlier executions can be repeated', () => {
    const before = synthesized();
    project.write('greeting.ts', "export const main = () => 'changed';");
    expect(synthesized()).toEqual(before);
  });
});

describe('when a pipeline is given an image of its own', () => {
  test('all of its projects run on that, and may pull it', () => {
    const app = new App(appProps());
    const repository = Repository.fromRepositoryName(new Stack(app, 'Images'), 'Builders', 'builders');
    const stack = new PipelineStack(app, 'Pipeline', {
      catalog,
      projectRoot,
      source,
      build: 'zip',
      env: { account: '123456789012', region: 'us-east-1' },
      buildImage: LinuxArmBuildImage.fromEcrRepository(repository, 'node-22'),
    });
    const template = Template.fromStack(stack);
    const images = Object.values(template.findResources('AWS::CodeBuild::Project')).map(({ Properties }) =>
      render(Properties.Environment.Image),
    );

    expect([...new Set(images)]).toEqual([expect.stringMatching(/\/builders:node-22$/)]);
    expect(policyLines(template).filter((line) => line.includes('ecr:BatchGetImage'))).not.toEqual([]);
  });
});

describe('when a pipeline is described wrongly', () => {
  test('all problems are said at once', () => {
    expect(
      () =>
        new PipelineStack(new App(appProps()), 'Pipeline', {
          catalog,
          projectRoot,
          source: { connectionArn: 'my-connection', repository: 'workflows', branch: 'main; rm -rf /' },
          smokeTest: 'helo',
        }),
    ).toThrow(
      expect.objectContaining({
        problems: [
          expect.objectContaining({ where: 'Pipeline.source.connectionArn' }),
          expect.objectContaining({ where: 'Pipeline.source.repository', allowed: '<owner>/<name>' }),
          expect.objectContaining({ where: 'Pipeline.source.branch', got: '"main; rm -rf /"' }),
          expect.objectContaining({ where: 'Pipeline.smokeTest', fix: 'did you mean "hello"?' }),
        ],
      }),
    );
  });
});
