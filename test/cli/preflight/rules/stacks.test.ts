import { describe, expect, test } from '@jest/globals';
import { logsLeaveStack } from '../../../../lib/cli/preflight/rules/logs-leave-stack.ts';
import { orphans } from '../../../../lib/cli/preflight/rules/orphans.ts';
import { stackState } from '../../../../lib/cli/preflight/rules/stack-state.ts';
import { typeChanged } from '../../../../lib/cli/preflight/rules/type-changed.ts';
import { template, world } from '../example-world.ts';

describe('a stack in the state', () => {
  const found = (status: string, isProtected = false) =>
    stackState(world({ planned: { S: template({}) }, deployed: { S: { status, isProtected } } }));

  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
    'IMPORT_COMPLETE',
    'REVIEW_IN_PROGRESS',
  ])('%s can be deployed', (status) => {
    expect(found(status)).toEqual({ refused: [], notices: [] });
  });

  test.each([
    ['UPDATE_IN_PROGRESS', 'Wait until it has ended'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'Wait until it has ended'],
    ['UPDATE_ROLLBACK_FAILED', 'npx cdk rollback App/S'],
    ['UPDATE_FAILED', 'npx cdk rollback App/S'],
    ['CREATE_FAILED', 'npx cdk rollback App/S'],
    ['DELETE_FAILED', 'aws cloudformation delete-stack --stack-name S --region us-east-1'],
  ])('%s cannot', (status, way) => {
    const { refused, notices } = found(status);

    expect(notices).toEqual([]);
    expect(refused.map(({ wayOut }) => wayOut)).toEqual([expect.stringContaining(way)]);
    expect(refused[0]?.what).toContain(status);
  });

  test('ROLLBACK_COMPLETE is made anew by the CDK CLI', () => {
    const { refused, notices } = found('ROLLBACK_COMPLETE');

    expect(refused).toEqual([]);
    expect(notices[0]?.wayOut).toContain('`cdk deploy` deletes it and makes it anew. A pipeline does not');
  });

  test('ROLLBACK_COMPLETE cannot when it is protected', () => {
    expect(found('ROLLBACK_COMPLETE', true).refused[0]?.wayOut).toContain(
      '--no-enable-termination-protection',
    );
  });
});

test('a logical id keeps its type', () => {
  const stack = (type: string): unknown => template({ A: { Type: type }, B: { Type: 'X' } });
  const region = world({ planned: { S: stack('After') }, deployed: { S: { body: stack('Before') } } });

  expect(typeChanged(region).map(({ what }) => what)).toEqual([
    'The logical id A is of type Before and would become After: CloudFormation does not update the type of a resource.',
  ]);
});

describe('a workflow stack that the assembly does not have', () => {
  const importing = (foundation: string, more: Readonly<Record<string, unknown>> = {}): unknown =>
    template({ R: { Type: 'X', Properties: { A: { 'Fn::ImportValue': `${foundation}:Bucket` } }, ...more } });
  const planned = { NovaActFoundation: template({}), 'NovaActWorkflow-a': importing('NovaActFoundation') };

  test('is an orphan when it uses a foundation that the assembly has', () => {
    const region = world({
      planned,
      deployed: {
        'NovaActWorkflow-a': { body: importing('NovaActFoundation') },
        'NovaActWorkflow-gone': { body: importing('NovaActFoundation') },
        'NovaActWorkflow-kept': {
          body: importing('NovaActFoundation', { DeletionPolicy: 'Retain' }),
          isProtected: true,
        },
      },
    });

    expect(orphans(region).map(({ stackName, wayOut }) => [stackName, wayOut])).toEqual([
      [
        'NovaActWorkflow-gone',
        'Remove it when nobody calls it any more: `aws cloudformation delete-stack --stack-name NovaActWorkflow-gone --region us-east-1`. Its definition goes, and with it all its runs.',
      ],
      [
        'NovaActWorkflow-kept',
        'Remove it when nobody calls it any more: `aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name NovaActWorkflow-kept --region us-east-1`, then `aws cloudformation delete-stack --stack-name NovaActWorkflow-kept --region us-east-1`. What its removal policy keeps stays.',
      ],
    ]);
  });

  test('is none when it is of another stage, of another app, or was never created', () => {
    const region = world({
      planned,
      deployed: {
        'NovaActWorkflow-production-a': { body: importing('NovaActFoundation-production') },
        Shop: { body: importing('NovaActFoundation') },
        'NovaActWorkflow-failed': { body: importing('NovaActFoundation'), status: 'ROLLBACK_COMPLETE' },
      },
    });

    expect(orphans(region)).toEqual([]);
  });
});

describe('log groups of runtimes that were resources', () => {
  const group = (more: Readonly<Record<string, unknown>> = {}): unknown =>
    template({
      Logs: {
        Type: 'AWS::Logs::LogGroup',
        Properties: {
          LogGroupName: {
            'Fn::Join': [
              '',
              ['/aws/bedrock-agentcore/runtimes/', { 'Fn::GetAtt': ['R', 'AgentRuntimeId'] }, '-live'],
            ],
          },
        },
        ...more,
      },
      Other: { Type: 'AWS::Logs::LogGroup' },
    });
  const notes = (before: unknown, after: unknown): readonly string[] =>
    logsLeaveStack(world({ planned: { S: after }, deployed: { S: { body: before } } })).map(
      ({ what, wayOut }) => `${what} ${wayOut}`,
    );

  test('are noted when they leave the stack, with what the events will show', () => {
    expect(notes(group(), template({}))).toEqual([expect.stringMatching(/\(Logs\).*DELETE_FAILED/)]);
    expect(notes(group({ DeletionPolicy: 'Retain' }), template({}))).toEqual([
      expect.stringContaining('Nothing to do: they and their logs stay, and the runtime goes on'),
    ]);
  });

  test('are not when they stay', () => {
    expect(notes(group(), group())).toEqual([]);
  });
});
