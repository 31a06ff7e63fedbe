import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, Duration, Stack, Token } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { SecurityGroup } from 'aws-cdk-lib/aws-ec2';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import {
  type BuildMode,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowConfigurationError,
} from '../../../lib/cdk/index.ts';
import { evaluatePolicy } from '../../../lib/local/access/evaluate-policy.ts';
import { missingForPlatform } from '../../../lib/local/access/platform-needs.ts';
import { requestKeys } from '../../../lib/local/access/request-keys.ts';
import { RUN_ACTIONS, statement } from '../../local/access/roles.ts';
import {
  appProps,
  fixture,
  policyLines,
  policyStatements,
  render,
  testStack,
  vpcWith,
} from '../synthesis.ts';

const RUNTIME = 'AWS::BedrockAgentCore::Runtime';

describe('when a workflow has only an entry', () => {
  const app = new App(appProps({ build: 'codebuild' }));
  const stack = new Stack(app, 'Test', { env: { region: 'us-east-1' } });
  // CodeBuild, by the command line.
  const workflow = new NovaActWorkflow(stack, 'Workflow', { entry: fixture('greeting.ts') });
  const template = Template.fromStack(stack);

  test('it is named after its file', () => {
    expect(workflow.workflowName).toBe('greeting');
    template.hasResourceProperties(RUNTIME, { AgentRuntimeName: 'greeting' });
  });

  test('properties that are undefined are as good as absent', () => {
    const other = new Stack(new App(appProps({ build: 'codebuild' })), 'Test', {
      env: { region: 'us-east-1' },
    });
    new NovaActWorkflow(other, 'Workflow', {
      entry: fixture('greeting.ts'),
      workflowName: undefined,
      definitionName: undefined,
      runtime: {
        runtimeName: undefined,
        monitoring: undefined,
        description: undefined,
        environment: undefined,
        idleTimeout: undefined,
        maxLifetime: undefined,
        vpc: undefined,
        vpcSubnets: undefined,
        securityGroups: undefined,
        requestHeaders: undefined,
        sessionStorage: undefined,
        authorizer: undefined,
        userIds: undefined,
        roleCanBeAssumedBy: undefined,
        role: undefined,
        liveVersion: undefined,
        logRetention: undefined,
        secrets: undefined,
        tracing: undefined,
        delivery: { usage: undefined, payloads: undefined },
      },
      foundation: undefined,
      build: undefined,
      image: undefined,
      outputs: undefined,
      removalPolicy: undefined,
    });

    expect(Template.fromStack(other).toJSON()).toEqual(template.toJSON());
  });

  test('everything it needs is there', () => {
    for (const type of [
      RUNTIME,
      'AWS::BedrockAgentCore::RuntimeEndpoint',
      'AWS::NovaAct::WorkflowDefinition',
      'AWS::S3::Bucket',
      'AWS::ECR::Repository',
      'AWS::CodeBuild::Project',
    ]) {
      template.resourceCountIs(type, 1);
    }
  });

  test('its data survives the stack', () => {
    for (const type of ['AWS::NovaAct::WorkflowDefinition', 'AWS::S3::Bucket', 'AWS::ECR::Repository']) {
      template.hasResource(type, { DeletionPolicy: 'RetainExceptOnCreate' });
    }
  });

  test('the program is told what is its own', () => {
    template.hasResourceProperties(RUNTIME, {
      EnvironmentVariables: {
        AWS_REGION: 'us-east-1',
        NOVA_ACT_WORKFLOW_DEFINITION_NAME: workflow.definition.workflowDefinitionName,
        NOVA_ACT_LOG_GROUP_NAME: stack.resolve(workflow.foundation.runLogGroup.logGroupName),
        NOVA_ACT_ARTIFACT_BUCKET: stack.resolve(workflow.foundation.artifactBucket.bucketName),
        NOVA_ACT_ARTIFACT_PREFIX: 'greeting',
      },
    });
  });

  test('local AWS reads in the role what a run and the platform need, and that of nothing else', () => {
    const arns: Readonly<Record<string, string>> = {
      '<AWS::AccountId>': '000000000000',
      '<WorkflowDefinition.Arn>': 'arn:aws:nova-act:us-east-1:000000000000:workflow-definition/greeting',
      '<WorkflowFoundationArtifacts.Arn>': 'arn:aws:s3:::artifacts',
      '<WorkflowFoundationRepository.Arn>': 'arn:aws:ecr:us-east-1:000000000000:repository/images',
    };
    const role = {
      name: 'WorkflowRuntimeRole',
      arn: 'arn:aws:iam::000000000000:role/WorkflowRuntimeRole',
      statements: policyStatements(template, 'WorkflowRuntimeRole').map(
        ({ Action, Resource, Condition = {} }) =>
          statement({
            actions: [Action].flat(),
            resources: [Resource]
              .flat()
              .map((arn) => render(arn).replace(/<[\w.:]+>/g, (id) => arns[id] ?? id)),
            conditions: mapValues(Condition, (keys) => mapValues(keys, (value) => [value].flat())),
          }),
      ),
    };
    const may = (action: string, resource: string): boolean =>
      evaluatePolicy(role.statements, { action, resource, lookUp: requestKeys(role, { resource }) })
        .outcome === 'allowed';
    const runtime = {
      id: 'greeting-0123456789',
      arn: 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/greeting-0123456789',
    };
    const definition = arns['<WorkflowDefinition.Arn>'] ?? '';

    for (const action of RUN_ACTIONS) {
      expect([action, may(action, definition), may(action, `${definition}/workflow-run/1`)]).toEqual([
        action,
        true,
        true,
      ]);
      expect(may(action, definition.replace('greeting', 'greetings'))).toBe(false);
    }
    expect(may('nova-act:GetWorkflowRun', `${definition}/workflow-run/1`)).toBe(false);
    expect(may('s3:PutObject', 'arn:aws:s3:::artifacts/greeting/runs/1.json')).toBe(true);
    expect(may('s3:PutObject', 'arn:aws:s3:::artifacts/other/runs/1.json')).toBe(false);
    expect(may('s3:ListBucket', 'arn:aws:s3:::artifacts')).toBe(false);
    const imageRepositoryArn = arns['<WorkflowFoundationRepository.Arn>'];
    expect(missingForPlatform({ role, runtime, imageRepositoryArn })).toEqual([]);
    const other = { ...runtime, id: 'other-0123456789' };
    expect(missingForPlatform({ role, runtime: other }).map(({ action }) => action)).toEqual([
      'logs:CreateLogGroup',
      'logs:DescribeLogStreams',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'bedrock-agentcore:GetWorkloadAccessToken',
    ]);
  });

  test('the role may do this and nothing else', () => {
    const logs = 'arn:aws:logs:us-east-1:<AWS::AccountId>:log-group:';
    const identities =
      'arn:aws:bedrock-agentcore:us-east-1:<AWS::AccountId>:workload-identity-directory/default';

    expect(policyLines(template, 'WorkflowRuntimeRole')).toEqual([
      `Allow logs:CreateLogGroup logs:DescribeLogStreams on ${logs}/aws/bedrock-agentcore/runtimes/greeting-*`,
      `Allow logs:CreateLogStream logs:PutLogEvents on ${logs}/aws/bedrock-agentcore/runtimes/greeting-*:log-stream:*`,
      `Allow logs:DescribeLogGroups on ${logs}*`,
      'Allow cloudwatch:PutMetricData on * if {"StringEquals":{"cloudwatch:namespace":"bedrock-agentcore"}}',
      `Allow bedrock-agentcore:GetWorkloadAccessToken on ${identities} ${identities}/workload-identity/greeting-*`,
      'Allow ecr:BatchCheckLayerAvailability ecr:BatchGetImage ecr:GetDownloadUrlForLayer ' +
        'on <WorkflowFoundationRepository.Arn>',
      'Allow ecr:GetAuthorizationToken on *',
      'Allow nova-act:CreateAct nova-act:CreateSession nova-act:CreateWorkflowRun nova-act:InvokeActStep ' +
        'nova-act:UpdateAct nova-act:UpdateWorkflowRun ' +
        'on <WorkflowDefinition.Arn> <WorkflowDefinition.Arn>/workflow-run/*',
      'Allow s3:GetObject s3:PutObject on <WorkflowFoundationArtifacts.Arn>/greeting/*',
      'Allow logs:CreateLogStream logs:PutLogEvents on <WorkflowFoundationRunLogs.Arn> ' +
        `${logs}<WorkflowFoundationRunLogs>`,
    ]);
  });

  test('what is built holds the bundle, the browser driver and the Dockerfile', () => {
    const manifest: { files: Record<string, { source: { path: string; packaging: string } }> } = JSON.parse(
      readFileSync(path.join(app.outdir, 'Test.assets.json'), 'utf8'),
    );
    const contexts = Object.values(manifest.files)
      .filter(({ source }) => source.packaging === 'zip')
      .map(({ source }) => path.join(app.outdir, source.path))
      .filter((folder) => readdirSync(folder).includes('Dockerfile'));

    expect(contexts.map((folder) => readdirSync(folder).sort())).toEqual([
      ['.dockerignore', 'Dockerfile', 'main.mjs', 'node_modules', 'package.json'],
    ]);
    expect(contexts.map((folder) => readdirSync(path.join(folder, 'node_modules')))).toEqual([
      ['playwright-core'],
    ]);
  });
});

describe('when a workflow has properties', () => {
  function make(props: Partial<NovaActWorkflowProps>): NovaActWorkflow {
    return new NovaActWorkflow(testStack(), 'Workflow', { entry: fixture('greeting.ts'), ...props });
  }

  test('all problems that show before anything is bundled are said at once', () => {
    expect(() =>
      make({
        entry: fixture('nowhere.ts'),
        workflowName: 'Say_hello',
        definitionName: 'say hello',
        runtime: { environment: { AWS_REGION: 'eu-west-1' }, maxLifetime: Duration.hours(9) },
      }),
    ).toThrow(
      expect.objectContaining({
        name: 'WorkflowConfigurationError',
        problems: [
          expect.objectContaining({ where: 'Workflow.workflowName', fix: 'use "say-hello", for example' }),
          expect.objectContaining({ where: 'Workflow.workflowDefinitionName' }),
          expect.objectContaining({ where: 'Workflow.runtime.maxLifetime' }),
          expect.objectContaining({
            where: 'Workflow.runtime.environment.AWS_REGION',
            what: 'is set by the construct',
          }),
          expect.objectContaining({ where: 'Workflow.entry', got: expect.stringContaining('nowhere.ts') }),
        ],
      }),
    );
  });

  test('what TypeScript would have refused is said, with what was meant', () => {
    const places = (props: object): unknown => {
      try {
        return make({ ...props });
      } catch (error) {
        return (
          error instanceof WorkflowConfigurationError &&
          error.problems.map(({ where, fix }) => `${where}: ${fix}`)
        );
      }
    };

    expect(places({ rol1out: {}, runtime: { monitoring: { alarmActions: [] }, vcp: 1 } })).toEqual([
      'Workflow.rol1out: did you mean "rollout"?',
      'Workflow.runtime.vcp: did you mean "vpc"?',
      expect.stringMatching(/^Workflow.runtime.monitoring.alarmActions: /),
    ]);
    expect(places({ entry: undefined, runtime: 'x' })).toEqual([
      expect.stringMatching(/^Workflow.entry: /),
      expect.stringMatching(/^Workflow.runtime: /),
    ]);
    expect(places({ runtime: { monitoring: { latency: 5 } } })).toEqual([
      expect.stringMatching(/^Workflow.runtime.monitoring.latency: .*Duration/),
    ]);
    expect(() => make({ workflowName: Token.asString({ Ref: 'Name' }) })).toThrow(
      'must be known at synthesis',
    );
    expect(() => Reflect.construct(NovaActWorkflow, [testStack(), 'Workflow'])).toThrow(
      'Workflow is not what',
    );
  });

  test('a source without main is named', () => {
    expect(() => make({ entry: fixture('no-main.ts') })).toThrow('does not export main');
  });

  test('a build mode that a command line or JSON spelled wrongly is not taken for another one', () => {
    const build: BuildMode = JSON.parse('"CodeBuild"');

    expect(() => make({ build })).toThrow('did you mean "codebuild"?');
  });

  test('what is granted to it is granted to the role of its runtime, and its network is that of sessions and browser', () => {
    const stack = testStack();
    const vpc = vpcWith(stack, 'subnet-1', 'subnet-2');
    const group = SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-1');
    const workflow = new NovaActWorkflow(stack, 'Workflow', {
      entry: fixture('greeting.ts'),
      build: 'zip',
      runtime: { vpc, vpcSubnets: { subnets: vpc.privateSubnets.slice(1) }, securityGroups: [group] },
    });

    expect(workflow.grantPrincipal).toBe(workflow.runtime.role.grantPrincipal);
    expect(workflow.connections.securityGroups).toEqual([group]);
    expect(workflow.browser?.network?.securityGroups).toEqual([group]);
    expect(workflow.browser?.browser.networkConfiguration.vpcSubnets?.subnets).toEqual(
      vpc.privateSubnets.slice(1),
    );
  });

  test('a file that is not there is named', () => {
    expect(() => make({ entry: 'workflows/nowhere.ts' })).toThrow('workflows/nowhere.ts');
  });

  test('Aspects see the image that Docker builds, and no repository is made for it', () => {
    const workflow = make({ build: 'docker' });

    expect(workflow.node.findAll()).toEqual(expect.arrayContaining([expect.any(DockerImageAsset)]));
    Template.fromStack(Stack.of(workflow)).resourceCountIs('AWS::ECR::Repository', 0);
  });
});

function mapValues<T, R>(record: Readonly<Record<string, T>>, change: (value: T) => R): Record<string, R> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
