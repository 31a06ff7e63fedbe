import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import type { DeploymentEnvironment, WorkflowCatalogEntry } from '../../../lib/catalog/index.ts';
import { WorkflowStack, workflowApp } from '../../../lib/cdk/index.ts';
import { appProps, fixture, render } from '../synthesis.ts';

const entry: WorkflowCatalogEntry = {
  name: 'say-hello',
  entry: 'greeting.ts',
  definitionName: 'say-hello-workflow',
  description: 'Says hello',
  fleet: { concurrency: 5, itemBuckets: ['acme-lists'] },
  schedule: { cron: '0 3 * * ? *', timeZone: 'Europe/Berlin', items: { key: 'lists/shops.jsonl' } },
};

/** The way to build needs no Docker, and matters nowhere here. */
function appOf(live: DeploymentEnvironment, changed: Partial<WorkflowCatalogEntry> = {}): App {
  return workflowApp({
    catalog: [{ ...entry, ...changed }],
    settings: { environments: { live: { build: 'zip', ...live } } },
    projectRoot: path.dirname(fixture('greeting.ts')),
    processEnvironment: { CDK_DEFAULT_ACCOUNT: '333333333333', CDK_DEFAULT_REGION: 'us-east-1' },
    appProps: appProps({ '@aws-cdk/core:annotationsInValidationReport': false }),
  });
}

function templateOf(live: DeploymentEnvironment, changed: Partial<WorkflowCatalogEntry> = {}): Template {
  const stack = appOf(live, changed).node.children.find((child) => child instanceof WorkflowStack);
  if (stack === undefined) throw new Error('The stack is missing.');
  return Template.fromStack(stack);
}

const idsOf = (template: Template, type: string) => Object.keys(template.findResources(type));
const scheduleOf = (template: Template) =>
  Object.values(template.findResources('AWS::Scheduler::Schedule'))[0]?.Properties;

describe('a workflow with a fleet and a schedule', () => {
  const template = templateOf({
    fleet: { toleratedFailurePercentage: 25, startOnUpload: { bucket: 'acme-uploads', suffix: '.csv' } },
  });

  test('has a machine for its items, and what starts it', () => {
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        // What the catalog says, what the environment says, and the buckets that either names.
        Variables: Match.objectLike({
          CONCURRENCY: '5',
          TOLERATED_FAILURE_PERCENTAGE: '25',
          ITEM_BUCKETS: 'acme-lists,acme-uploads',
        }),
      },
    });
    template.hasResourceProperties('AWS::Events::Rule', {
      EventPattern: Match.objectLike({ source: ['aws.s3'] }),
    });
    expect(scheduleOf(template)).toMatchObject({
      ScheduleExpression: 'cron(0 3 * * ? *)',
      ScheduleExpressionTimezone: 'Europe/Berlin',
      Target: { Input: '{"items":{"key":"lists/shops.jsonl"}}' },
    });
  });

  test('says where they are, in outputs that nobody can import', () => {
    template.hasOutput('FleetArn', {
      Value: { Ref: idsOf(template, 'AWS::StepFunctions::StateMachine')[0] },
      Export: Match.absent(),
    });
    template.hasOutput('ScheduleName', {
      Value: { Ref: idsOf(template, 'AWS::Scheduler::Schedule')[0] },
      Export: Match.absent(),
    });
  });

  test('keeps the ids of both, whatever is changed: nothing is made anew', () => {
    expect([
      ...idsOf(template, 'AWS::StepFunctions::StateMachine'),
      ...idsOf(template, 'AWS::Scheduler::Schedule'),
    ]).toEqual([
      expect.stringMatching(/^FleetItemsMachine/),
      expect.stringMatching(/^ScheduleSchedule|^Schedule/),
    ]);
    const changed = templateOf(
      { fleet: { concurrency: 7, retries: { failed: 2 }, lostAfterSeconds: 60 }, monitoring: true },
      { schedule: { rate: '1 hour', payload: { name: 'Ann' } } },
    );

    expect(idsOf(changed, 'AWS::Scheduler::Schedule')).toEqual(idsOf(template, 'AWS::Scheduler::Schedule'));
    expect(idsOf(changed, 'AWS::StepFunctions::StateMachine')).toEqual(
      expect.arrayContaining(idsOf(template, 'AWS::StepFunctions::StateMachine')),
    );
    expect(scheduleOf(changed)).toMatchObject({
      ScheduleExpression: 'rate(1 hour)',
      Target: { Input: '{"name":"Ann"}', Arn: { Ref: expect.stringMatching(/^ScheduleRunMachine/) } },
    });
  });
});

test('an environment takes both back, and there is nothing of them', () => {
  const template = templateOf({ workflows: { 'say-hello': { fleet: false, schedule: false } } });

  template.resourceCountIs('AWS::StepFunctions::StateMachine', 0);
  template.resourceCountIs('AWS::Scheduler::Schedule', 0);
  expect(template.toJSON()).toEqual(templateOf({}, { fleet: undefined, schedule: undefined }).toJSON());
});

test('a key of the customer encrypts what both keep', () => {
  const template = templateOf({ customerKey: true });
  const key = 'NovaActFoundation:KeyArn';

  expect(render(scheduleOf(template).KmsKeyArn)).toContain(key);
  template.hasResourceProperties('AWS::StepFunctions::StateMachine', {
    EncryptionConfiguration: Match.objectLike({ Type: 'CUSTOMER_MANAGED_KMS_KEY' }),
  });
});

describe('what cannot be is said where it is written', () => {
  test.each<[DeploymentEnvironment, Partial<WorkflowCatalogEntry>, readonly string[]]>([
    [{}, { schedule: { at: '2020-01-01T00:00:00', payload: {} } }, ['say-hello.schedule.at']],
    [
      { schedule: { at: '2020-01-01T00:00:00', payload: {} } },
      { schedule: undefined },
      ['settings.environments.live.schedule.at'],
    ],
    [
      {},
      { schedule: { rate: '1 day', items: { format: 'objects', key: 'orders/' } } },
      ['say-hello.schedule.items.key'],
    ],
    [{}, { fleet: undefined }, ['say-hello.schedule']],
    [{}, { schedule: { rate: '1 day' } }, ['say-hello.schedule']],
    [{}, { schedule: { rate: '1 day', items: { key: 'shops' } } }, ['say-hello.schedule.items']],
    [{}, { serverProtocol: 'MCP' }, ['say-hello.fleet', 'say-hello.schedule']],
  ])('%j, %j', (live, changed, wheres) => {
    expect(() => appOf(live, changed)).toThrow(
      expect.objectContaining({ problems: wheres.map((where) => expect.objectContaining({ where })) }),
    );
  });

  test('uploads to what the workflow itself writes', () => {
    const startOnUpload = { prefix: 'say-hello-workflow/', suffix: '.csv' };

    expect(() => appOf({}, { fleet: { startOnUpload } })).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ where: 'say-hello.fleet.startOnUpload.prefix' })],
      }),
    );
  });
});
