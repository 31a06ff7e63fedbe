import { describe, expect, test } from '@jest/globals';
import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import {
  defaultSettings,
  makeWorkflowStacks,
  NovaActWorkflow,
  type NovaActWorkflowProps,
  WorkflowFoundation,
} from '../../../lib/cdk/index.ts';
import { appProps, policyLines, projectRoot, render, testStack } from '../synthesis.ts';

const FUNCTION = 'AWS::Lambda::Function';
const ALARM = 'AWS::CloudWatch::Alarm';
const RULE = 'AWS::Events::Rule';

function templateOf(
  props: Pick<NovaActWorkflowProps, 'lostRuns' | 'runtime' | 'foundation'>,
  stack = testStack(),
): Template {
  // Nothing is bundled, which takes its time.
  const repository = Repository.fromRepositoryName(stack, 'Images', 'images');
  const build = { repository, digest: `sha256:${'0'.repeat(64)}` };
  new NovaActWorkflow(stack, 'Workflow', { entry: 'not-read/greeting.ts', build, ...props });
  return Template.fromStack(stack);
}

const variablesOf = (template: Template) =>
  Object.values(template.findResources(FUNCTION)).find(({ Properties }) => Properties.Environment)?.Properties
    .Environment.Variables;

describe('when nobody asks for it', () => {
  test.each([{}, { lostRuns: false }])('no run is looked for: %j', (props) => {
    const template = templateOf(props);

    template.resourceCountIs(RULE, 0);
    expect(variablesOf(template)).toBeUndefined();
    expect(template.toJSON()).toEqual(templateOf({}).toJSON());
  });
});

describe('when lost runs are looked for', () => {
  const template = templateOf({ lostRuns: true, runtime: { monitoring: true } });

  test('EventBridge calls the function of this workflow every quarter of an hour, and nobody else may', () => {
    const [functionId = ''] = Object.entries(template.findResources(FUNCTION)).flatMap(
      ([id, { Properties }]) => (Properties.Environment ? [id] : []),
    );
    const [ruleId = ''] = Object.keys(template.findResources(RULE));

    template.hasResourceProperties(RULE, {
      ScheduleExpression: 'rate(15 minutes)',
      State: 'ENABLED',
      Targets: [Match.objectLike({ Arn: { 'Fn::GetAtt': [functionId, 'Arn'] } })],
    });
    template.hasResourceProperties('AWS::Lambda::Permission', {
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [functionId, 'Arn'] },
      Principal: 'events.amazonaws.com',
      SourceArn: { 'Fn::GetAtt': [ruleId, 'Arn'] },
    });
  });

  test('it may list and end the runs of this definition, and read and complete the records of its hosts', () => {
    const bucket = '<WorkflowFoundationArtifacts.Arn>';

    expect(policyLines(template, 'WorkflowLostRuns').slice(1)).toEqual([
      `Allow s3:GetObject on ${bucket}/greeting/runs/*.json`,
      `Deny s3:GetObject on ${bucket}/greeting/runs/*/sessions/*`,
      `Allow s3:GetObject s3:PutObject on ${bucket}/greeting/invocations/*.json`,
      'Allow nova-act:ListWorkflowRuns nova-act:UpdateWorkflowRun ' +
        'on <WorkflowDefinition.Arn> <WorkflowDefinition.Arn>/workflow-run/*',
    ]);
  });

  test('it knows what it looks for: 8 hours, as the service has it, and a quarter', () => {
    const variables = variablesOf(template);

    expect(variables).toMatchObject({
      NOVA_ACT_ARTIFACT_PREFIX: 'greeting',
      LOST_AFTER_SECONDS: String(8 * 3600 + 15 * 60),
      EVERY_MINUTES: '15',
    });
    expect(render(variables.NOVA_ACT_ARTIFACT_BUCKET)).toBe('<WorkflowFoundationArtifacts>');
    expect(variables.NOVA_ACT_WORKFLOW_DEFINITION_NAME).toMatch(/^greeting-[0-9a-f]{6}$/);
  });

  test('two alarms say that runs were lost, and that they could not be looked for; both are on the dashboard', () => {
    template.resourceCountIs(ALARM, 6);
    template.hasResourceProperties(ALARM, {
      Namespace: 'NovaActWorkflows',
      MetricName: 'LostRuns',
      Dimensions: [
        { Name: 'WorkflowDefinition', Value: variablesOf(template).NOVA_ACT_WORKFLOW_DEFINITION_NAME },
      ],
      Statistic: 'Sum',
      Threshold: 1,
      TreatMissingData: 'notBreaching',
    });
    template.hasResourceProperties(ALARM, { Namespace: 'AWS/Lambda', MetricName: 'Errors' });
    const [dashboard] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
    expect(JSON.stringify(dashboard)).toContain('WorkflowLostRunsLost');
  });
});

describe('when it is set up otherwise', () => {
  test.each([
    // The limit of the runtime, and the margin.
    [{ runtime: { maxLifetime: Duration.minutes(30) }, lostRuns: true }, 45],
    [{ runtime: { maxLifetime: Duration.minutes(30) }, lostRuns: { margin: Duration.hours(1) } }, 90],
    // A pinned version may have been made with a longer one, and one that the deployment knows may be any.
    [{ runtime: { maxLifetime: Duration.minutes(30), liveVersion: '7' }, lostRuns: true }, 495],
    [
      { runtime: { maxLifetime: Duration.seconds(Lazy.number({ produce: () => 600 })) }, lostRuns: true },
      495,
    ],
  ] as const)('%#: a run is lost after what its session may live, and the margin', (props, minutes) => {
    expect(variablesOf(templateOf(props)).LOST_AFTER_SECONDS).toBe(String(minutes * 60));
  });

  test('its alarms do what the others do', () => {
    const stack = testStack();
    const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:team');
    const template = templateOf(
      { lostRuns: true, runtime: { monitoring: { actions: [new SnsAction(topic)] } } },
      stack,
    );

    template.resourceCountIs(ALARM, 6);
    template.allResourcesProperties(ALARM, { AlarmActions: ['arn:aws:sns:us-east-1:123456789012:team'] });
  });

  test('without monitoring there are no alarms, and runs are ended all the same', () => {
    const template = templateOf({ lostRuns: true, runtime: { monitoring: false } });

    template.resourceCountIs(ALARM, 0);
    template.resourceCountIs(RULE, 1);
  });

  test('with a customer key it may use it, and its own log has it', () => {
    const stack = testStack();
    const foundation = new WorkflowFoundation(stack, 'Data', { encryptionKey: new Key(stack, 'Key') });
    const template = templateOf({ lostRuns: true, foundation }, stack);

    expect(policyLines(template, 'WorkflowLostRuns').join('\n')).toMatch(
      /^Allow kms:(Decrypt kms:GenerateDataKey|GenerateDataKey kms:Decrypt) on <Key.Arn>$/m,
    );
    for (const { Properties } of Object.values(template.findResources('AWS::Logs::LogGroup'))) {
      expect(Properties.KmsKeyId).toBeDefined();
      expect(Properties.RetentionInDays).toBeDefined();
    }
  });
});

describe('when the setting is wrong', () => {
  test.each([
    [
      { margins: Duration.minutes(1) },
      'Workflow.lostRuns.margins is not a known key',
      'did you mean "margin"?',
    ],
    [
      { margin: 15 },
      'Workflow.lostRuns.margin is not a duration in whole minutes',
      'use Duration.minutes(15)',
    ],
    [{ every: Duration.seconds(90) }, ': 1.5 minutes (', 'use Duration.minutes(2)'],
    [{ every: Duration.days(2) }, ': 2880 minutes (', 'use Duration.minutes(1440)'],
    [{ margin: 'soon' }, ': "soon" (', 'use Duration.minutes(15)'],
    ['yes', 'is not a setting for lost runs', 'write "lostRuns: true"'],
  ])('%j: %s', (lostRuns, what, fix) => {
    const make = () => templateOf({ lostRuns: lostRuns as never });

    expect(make).toThrow(what);
    expect(make).toThrow(`fix: ${fix}`);
  });
});

describe('when an environment asks for it', () => {
  const stacksOf = (lostRuns: unknown) =>
    makeWorkflowStacks(new App(appProps()), {
      catalog: ['one', 'two'].map((name) => ({
        name,
        entry: 'test/cdk/fixtures/greeting.ts',
        definitionName: name,
        description: name,
      })),
      projectRoot,
      environment: {
        ...defaultSettings.environments.production,
        stage: 'anna',
        lostRuns: lostRuns as boolean,
      },
      build: 'zip',
      env: { region: 'us-east-1' },
    });

  test('each workflow has a function for its own definition', () => {
    const names = stacksOf(true).map(
      (stack) => variablesOf(Template.fromStack(Stack.of(stack))).NOVA_ACT_WORKFLOW_DEFINITION_NAME,
    );

    expect(names).toEqual(['one--anna', 'two--anna']);
  });
});
