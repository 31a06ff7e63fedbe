import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { NovaActWorkflow, WorkflowAlarms } from '../../../lib/cdk/index.ts';
import { fixture, testStack } from '../synthesis.ts';

const TYPE = 'AWS::CloudWatch::Alarm';

describe('when alarms watch a workflow', () => {
  const stack = testStack();
  const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:123456789012:team');
  const workflow = new NovaActWorkflow(stack, 'Workflow', {
    entry: fixture('greeting.ts'),
    build: 'zip',
    runtime: { monitoring: { actions: [new SnsAction(topic)], latency: Duration.minutes(2) } },
  });
  const alarms = Object.values(Template.fromStack(stack).findResources(TYPE)).map(
    ({ Properties }) => Properties,
  );

  test('a time that is none is refused', () => {
    const { runtime } = workflow;

    expect(() => new WorkflowAlarms(stack, 'Never', { runtime, latency: Duration.seconds(0) })).toThrow(
      'Never.latency',
    );
  });

  test('there is one for each way in which calls go wrong', () => {
    expect(
      alarms.map(({ MetricName, Threshold, Statistic, ExtendedStatistic }) => [
        MetricName,
        Threshold,
        Statistic ?? ExtendedStatistic,
      ]),
    ).toEqual([
      ['SystemErrors', 1, 'Sum'],
      ['UserErrors', 1, 'Sum'],
      ['Throttles', 1, 'Sum'],
      ['Latency', 120_000, 'p99'],
    ]);
  });

  test('they look at the endpoint that callers use, and tell the team', () => {
    Template.fromStack(stack).allResourcesProperties(TYPE, {
      AlarmActions: ['arn:aws:sns:us-east-1:123456789012:team'],
      TreatMissingData: 'notBreaching',
      Dimensions: Match.arrayWith([{ Name: 'Name', Value: 'greeting::live' }]),
    });
  });
});
