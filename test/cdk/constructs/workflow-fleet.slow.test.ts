import { describe, expect, test } from '@jest/globals';
import { App, Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ArtifactBucket, FLEET_CONCURRENCY_WARNING, WorkflowFleet } from '../../../lib/cdk/index.ts';
import { appProps, policyLines, render, warningsOf } from '../synthesis.ts';
import { emptyStack, encryptedFoundation, fleetIn, workflowIn } from './fleet-stacks.ts';

const MACHINE = 'AWS::StepFunctions::StateMachine';
const FUNCTION = 'AWS::Lambda::Function';
const ALARM = 'AWS::CloudWatch::Alarm';

const RUNTIME = '<WorkflowRuntime.AgentRuntimeArn>';
const ENDPOINT = '<WorkflowRuntimeEndpointlive.AgentRuntimeEndpointArn>';
const ARTIFACTS = '<WorkflowFoundationArtifacts.Arn>';
const EXECUTION = 'arn:aws:states:us-east-1:<AWS::AccountId>:execution:<FleetItemsMachine.Name>';

function machineOf(template: Template) {
  const [machine] = Object.values(template.findResources(MACHINE));
  return machine;
}

function definitionOf(template: Template) {
  return JSON.parse(render(machineOf(template)?.Properties.DefinitionString));
}

function variablesOf(template: Template) {
  const all = Object.values(template.findResources(FUNCTION));
  return all.find(({ Properties }) => Properties.Environment)?.Properties.Environment.Variables;
}

describe('when a workflow has a fleet', () => {
  const stack = emptyStack();
  fleetIn(stack);
  const template = Template.fromStack(stack);

  test('its machine is that of fleets, with the function, and the results below the prefix of the workflow', () => {
    const { States } = definitionOf(template);

    expect(States.Settle.Parameters.FunctionName).toBe('<FleetStartFunction.Arn>');
    expect(States['Items (jsonl)'].ResultWriter.Parameters).toEqual({
      Bucket: '<WorkflowFoundationArtifacts>',
      'Prefix.$': "States.Format('greeting/fleets/{}/results', $$.Execution.Name)",
    });
  });

  test('an item may take as long as a session lives, and a little; after five silent minutes it counts as lost', () => {
    const { States } = definitionOf(template);

    expect(States['Items (csv)'].ItemProcessor.States['Run (csv)']).toMatchObject({
      HeartbeatSeconds: 300,
      TimeoutSeconds: 8 * 3600,
    });
  });

  test('the function may call this runtime through its endpoint, and stop nothing', () => {
    expect(policyLines(template, 'FleetStart').slice(1)).toEqual([
      `Allow bedrock-agentcore:InvokeAgentRuntime on ${RUNTIME} ${ENDPOINT}`,
    ]);
  });

  test('the machine may call the function, deliver its log, and read and write the fleets of this workflow', () => {
    expect(policyLines(template, 'FleetItemsMachineRole')).toEqual([
      'Allow logs:CreateLogDelivery logs:DeleteLogDelivery logs:DescribeLogGroups logs:DescribeResourcePolicies ' +
        'logs:GetLogDelivery logs:ListLogDeliveries logs:PutResourcePolicy logs:UpdateLogDelivery on *',
      'Allow lambda:InvokeFunction on <FleetStartFunction.Arn>',
      `Allow s3:AbortMultipartUpload s3:GetObject s3:ListMultipartUploadParts s3:PutObject on ${ARTIFACTS}/greeting/fleets/*`,
      `Allow s3:ListBucket on ${ARTIFACTS} if {"StringLike":{"s3:prefix":"greeting/fleets/*"}}`,
    ]);
  });

  test('what names the machine is in a policy of its own, which the machine does not wait for', () => {
    expect(policyLines(template, 'FleetItemsItself')).toEqual([
      'Allow states:StartExecution on <FleetItemsMachine>',
      `Allow states:DescribeExecution states:StopExecution on ${EXECUTION}:*`,
      `Allow states:RedriveExecution on ${['csv', 'json', 'jsonl', 'objects'].map((label) => `${EXECUTION}/${label}:*`).join(' ')}`,
    ]);
    expect(machineOf(template)?.DependsOn.join()).not.toMatch(/Itself|Answers/);
  });

  test('the workflow may tell the machine how items ended, and stop sessions of its own', () => {
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('Answers$'),
      Roles: [{ Ref: Match.stringLikeRegexp('^WorkflowRuntimeRole') }],
    });
    expect(policyLines(template, 'WorkflowAnswers')).toEqual([
      'Allow states:SendTaskFailure states:SendTaskHeartbeat states:SendTaskSuccess on <FleetItemsMachine>/* <FleetItemsMachine>',
      `Allow bedrock-agentcore:StopRuntimeSession on ${RUNTIME} ${ENDPOINT}`,
    ]);
  });

  test('the function knows the runtime, the endpoint that callers use, and what executions do not say', () => {
    const variables = variablesOf(template);

    expect(render(variables.RUNTIME_ARN)).toBe(RUNTIME);
    expect(variables).toMatchObject({
      RUNTIME_QUALIFIER: 'live',
      ITEM_BUCKETS: '',
      CONCURRENCY: '20',
      TOLERATED_FAILURE_PERCENTAGE: '10',
    });
  });

  test('its log has what failed, without payloads and results, and X-Ray is off', () => {
    expect(machineOf(template)?.Properties).toMatchObject({
      LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: false },
      TracingConfiguration: { Enabled: false },
    });
    expect(machineOf(template)?.Properties.EncryptionConfiguration).toBeUndefined();
  });

  test('there are no alarms, and nothing is reserved', () => {
    template.resourceCountIs(ALARM, 0);
    template.resourceCountIs('AWS::CloudWatch::Dashboard', 0);
    template.allResourcesProperties(FUNCTION, { ReservedConcurrentExecutions: Match.absent() });
  });
});

describe('when the fleet is in another stack than the workflow', () => {
  test('rights on the machine are in the stack of the machine, so that no stack needs the other twice', () => {
    const app = new App(appProps());
    const [first, second] = [emptyStack(app, 'First'), emptyStack(app, 'Second')];
    const workflow = workflowIn(first);
    new WorkflowFleet(second, 'Fleet', { workflow });

    app.synth();

    expect(second.dependencies).toEqual([first]);
    expect(policyLines(Template.fromStack(second), 'FirstWorkflow')[0]).toContain('<FleetItemsMachine>');
  });
});

describe('when items may be in other buckets', () => {
  const stack = emptyStack();
  fleetIn(stack, {
    itemBuckets: [Bucket.fromBucketName(stack, 'Lists', 'lists'), new ArtifactBucket(stack, 'Own')],
  });
  const template = Template.fromStack(stack);

  test('the machine may read and list them, and use the key of one whose key is not known', () => {
    const lines = policyLines(template, 'FleetItemsMachineRole').slice(4);

    expect(lines.slice(0, 2)).toEqual([
      'Allow s3:GetObject on arn:aws:s3:::lists/* <Own.Arn>/*',
      'Allow s3:ListBucket on arn:aws:s3:::lists <Own.Arn>',
    ]);
    expect(lines[2]).toMatch(/^Allow kms:Decrypt on .*:key\/\* if .*"kms:ViaService"/);
    expect(lines).toHaveLength(3);
  });

  test('the function lets executions name them', () => {
    expect(render(variablesOf(template).ITEM_BUCKETS)).toBe('lists,<Own>');
  });
});

describe('when the foundation has a customer key', () => {
  const stack = emptyStack();
  const workflow = workflowIn(stack, { foundation: encryptedFoundation(stack) });
  const fleet = fleetIn(stack, { workflow });
  fleet.grantStart(new Role(stack, 'Starter', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
  const template = Template.fromStack(stack);

  test('executions, and all logs, are encrypted with it', () => {
    template.hasResourceProperties(MACHINE, {
      EncryptionConfiguration: {
        Type: 'CUSTOMER_MANAGED_KMS_KEY',
        KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^Key'), 'Arn'] },
      },
    });
    template.allResourcesProperties('AWS::Logs::LogGroup', {
      KmsKeyId: Match.anyValue(),
      RetentionInDays: Match.anyValue(),
    });
  });

  test('the machine may use it for executions, its log and objects; the workflow and who starts it, through Step Functions', () => {
    const keyLines = (policies: string) =>
      policyLines(template, policies).filter((line) => line.includes('kms:'));

    expect(keyLines('FleetItemsMachineRole').map((line) => line.replace(/(?<="kms:[^"]*").*/, '…'))).toEqual([
      'Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn> if {"StringLike":{"kms:EncryptionContext:aws:states:stateMachineArn"…',
      'Allow kms:GenerateDataKey on <Key.Arn> if {"StringEquals":{"kms:EncryptionContext:SourceArn"…',
      'Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn> if {"StringEquals":{"kms:ViaService"…',
    ]);
    for (const policies of ['WorkflowAnswers', 'Starter'])
      expect(keyLines(policies).join()).toMatch(
        /^Allow kms:Decrypt kms:GenerateDataKey on <Key.Arn> if {"StringEquals":{"kms:ViaService":.*states\.us-east-1/,
      );
  });

  test('CloudWatch Logs may read what is delivered, and nothing else', () => {
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: Match.objectLike({
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'LogDelivery',
            Action: 'kms:Decrypt',
            Principal: { Service: 'delivery.logs.amazonaws.com' },
            Condition: { StringEquals: { 'kms:EncryptionContext:SourceArn': Match.anyValue() } },
          }),
        ]),
      }),
    });
  });
});

describe('when it is set up otherwise', () => {
  test('each setting is in the definition, or in what the function is told', () => {
    const stack = emptyStack();
    const workflow = workflowIn(stack, {
      runtime: { maxLifetime: Duration.hours(1), tracing: true, hotswap: true },
    });
    fleetIn(stack, {
      workflow,
      concurrency: 7,
      toleratedFailurePercentage: 0,
      retries: { lost: 3, failed: 2 },
      lostAfter: Duration.minutes(2),
    });
    const template = Template.fromStack(stack);
    const { Retry, ...run } =
      definitionOf(template).States['Items (json)'].ItemProcessor.States['Run (json)'];

    expect(run).toMatchObject({ HeartbeatSeconds: 120, TimeoutSeconds: 3600 });
    expect(
      Retry.find(({ ErrorEquals }: { ErrorEquals: string[] }) =>
        ErrorEquals.includes('States.HeartbeatTimeout'),
      ).MaxAttempts,
    ).toBe(3);
    expect(Retry.at(-1).MaxAttempts).toBe(2);
    expect(variablesOf(template)).toMatchObject({
      CONCURRENCY: '7',
      TOLERATED_FAILURE_PERCENTAGE: '0',
      RUNTIME_QUALIFIER: 'DEFAULT',
    });
    expect(machineOf(template)?.Properties.TracingConfiguration).toEqual({ Enabled: true });
    expect(policyLines(template, 'FleetItemsMachineRole').join('\n')).toContain(
      'xray:GetSamplingRules xray:GetSamplingTargets xray:PutTelemetryRecords xray:PutTraceSegments on *',
    );
  });

  test('a version that callers are pinned to may have sessions of any length', () => {
    const stack = emptyStack();
    const runtime = { maxLifetime: Duration.hours(1), liveVersion: '7' };
    fleetIn(stack, { workflow: workflowIn(stack, { runtime }) });

    const run = definitionOf(Template.fromStack(stack)).States['Items (json)'].ItemProcessor.States[
      'Run (json)'
    ];
    expect(run.TimeoutSeconds).toBe(8 * 3600);
  });
});

describe('when it is watched', () => {
  const stack = emptyStack();
  const arn = 'arn:aws:sns:us-east-1:123456789012:team';
  const actions = [new SnsAction(Topic.fromTopicArn(stack, 'Topic', arn))];
  fleetIn(stack, { monitoring: { actions } });
  const template = Template.fromStack(stack);

  test('an alarm counts failed items of all four maps: the machine itself counts fleets only', () => {
    const items = Object.values(template.findResources(ALARM)).find(
      ({ Properties }) => Properties.AlarmDescription === 'Items of greeting failed',
    );
    const metrics: readonly {
      MetricStat?: { Metric: { MetricName: string; Dimensions: { Value: unknown }[] } };
    }[] = items?.Properties.Metrics;
    const counted = metrics.flatMap(({ MetricStat }) =>
      MetricStat
        ? [`${MetricStat.Metric.MetricName} of ${render(MetricStat.Metric.Dimensions[0]?.Value)}`]
        : [],
    );

    expect(counted).toEqual(
      ['jsonl', 'csv', 'json', 'objects'].map((label) => `ExecutionsFailed of <FleetItemsMachine>/${label}`),
    );
  });

  test('three alarms do what the others do', () => {
    template.resourceCountIs(ALARM, 3);
    template.allResourcesProperties(ALARM, { AlarmActions: [arn], TreatMissingData: 'notBreaching' });
  });

  test('a dashboard shows what runs, what has ended, what was started and what waits', () => {
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    const body = render(dashboard?.Properties.DashboardBody);

    const titles = JSON.parse(body).widgets.map(
      ({ properties }: { properties: { title: string } }) => properties.title,
    );
    expect(titles).toEqual([
      'Alarms of the fleet of greeting',
      'Items running (started less ended, in what is shown)',
      'Items ended',
      'Items started per minute',
      'Maps that wait for others, of all fleets of the account',
    ]);
    expect(body).toContain('RUNNING_SUM');
    expect(body).toContain('ApproximateMapRunBacklogSize');
  });
});

describe('when more items are to run at a time than the account has room for', () => {
  const warningsWith = (props: Parameters<typeof fleetIn>[1]) => warningsOf(fleetIn(emptyStack(), props));

  test('20 are what the quota of steps allows', () => {
    expect(warningsWith({ concurrency: 20 })).toEqual([]);
  });

  test('more are a warning that names the quota, where it is from, and its id', () => {
    const [warning] = warningsWith({ concurrency: 21 });

    expect(warning).toContain('InvokeActStep');
    expect(warning).toContain('quotas.html, as of September 2026');
    expect(warning).toContain(FLEET_CONCURRENCY_WARNING);
  });

  test('quotas that were raised are believed', () => {
    expect(warningsWith({ concurrency: 400, quotas: { actStepsPerSecond: 100 } })).toEqual([]);
    expect(
      String(warningsWith({ concurrency: 400, quotas: { actStepsPerSecond: 100, activeSessions: 300 } })),
    ).toContain('300 sessions at a time in an account and region (as given by quotas)');
  });
});
