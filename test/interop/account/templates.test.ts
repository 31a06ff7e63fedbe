import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import { definition, endpoint, logGroup, output, queue, runtime } from '../support/resources.ts';
import { accountServer, newAccount, useAccountServer } from '../support/test-account.ts';

useAccountServer();

describe('templates', () => {
  test.each([
    [
      'a property that the type does not have',
      { Resources: { It: logGroup({ Retention: 1 }) } },
      'ROLLBACK_COMPLETE',
      'extraneous key [Retention] is not permitted',
    ],
    [
      'a property that only the service sets',
      { Resources: { It: runtime({ AgentRuntimeId: 'mine' }) } },
      'ROLLBACK_COMPLETE',
      '#/AgentRuntimeId: is read-only',
    ],
    [
      'a missing property',
      { Resources: { It: definition({ Description: 'No name' }) } },
      'ROLLBACK_COMPLETE',
      "'Name' is a required property",
    ],
    [
      'an attribute that the type does not have',
      { Resources: { It: queue() }, Outputs: { Out: output({ 'Fn::GetAtt': ['It', 'Colour'] }) } },
      'ROLLBACK_COMPLETE',
      'Requested attribute Colour does not exist in schema for AWS::SQS::Queue',
    ],
    [
      'a reference to nothing',
      { Resources: { It: queue({ QueueName: { Ref: 'Nothing' } }) } },
      'REFUSED',
      'Unresolved resource dependencies [Nothing]',
    ],
  ])('with %s fail', async (_what, template, status, reason) => {
    const { stacks } = newAccount();

    expect(await stacks.create('Stack', template)).toMatchObject({
      status,
      reasons: expect.stringContaining(reason),
    });
  });

  test('do not take parameters that they do not have', async () => {
    const { stacks } = newAccount();

    const request = stacks.create('Stack', { Resources: { It: queue() } }, { Colour: 'red' });

    expect(await request).toMatchObject({
      status: 'REFUSED',
      reasons: 'Parameters: [Colour] do not exist in the template',
    });
  });

  test('do not give a logical id another type', async () => {
    const { stacks } = newAccount();
    await stacks.create('Stack', { Resources: { It: queue() } });

    expect(await stacks.update('Stack', { Resources: { It: logGroup() } })).toMatchObject({
      status: 'REFUSED',
      reasons: expect.stringContaining('Update of resource type is not permitted'),
    });
  });

  test('that differ in their outputs only are changes', async () => {
    const { stacks } = newAccount();
    const template = { Resources: { It: queue() } };
    await stacks.create('Stack', template);

    expect(await stacks.change('Stack', template)).toMatchObject({ status: 'REFUSED' });
    expect(await stacks.change('Stack', { ...template, Outputs: { Out: output('one') } })).toMatchObject({
      status: 'UPDATE_COMPLETE',
    });
    expect(await stacks.outputs('Stack')).toEqual({ Out: 'one' });
  });
});

describe('a failure in the middle of an update', () => {
  test('restores what was changed, and removes what was made', async () => {
    const here = newAccount();
    const template = (days: number) => ({
      Resources: {
        Logs: logGroup({ LogGroupName: 'logs', RetentionInDays: days }),
        Runtime: { ...runtime({ EnvironmentVariables: { DAYS: String(days) } }), DependsOn: 'Logs' },
        Endpoint: endpoint(),
      },
      Outputs: { Version: output({ 'Fn::GetAtt': ['Runtime', 'AgentRuntimeVersion'] }) },
    });
    await here.stacks.create('Stack', template(1));
    await accountServer().turn(here.id, {
      failing: { 'AWS::BedrockAgentCore::RuntimeEndpoint': 'The endpoint is gone.' },
    });
    const changed = template(3);
    const failed = await here.stacks.update('Stack', {
      ...changed,
      Resources: { ...changed.Resources, Endpoint: endpoint({ Description: 'Changed' }), Queue: queue() },
    });

    expect(failed).toMatchObject({
      status: 'UPDATE_ROLLBACK_COMPLETE',
      reasons: expect.stringContaining('The endpoint is gone.'),
    });
    const { logGroups } = await here.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: 'logs' }));
    expect(logGroups).toMatchObject([{ retentionInDays: 1 }]);
    expect(await here.stacks.update('Stack', template(5))).toMatchObject({ status: 'UPDATE_COMPLETE' });
    // The failed change, the way back, and the next one made versions.
    expect(await here.stacks.outputs('Stack')).toEqual({ Version: '4' });
  });
});
