import { InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { GetAgentRuntimeEndpointCommand } from '@aws-sdk/client-bedrock-agentcore-control';
import { CreateLogGroupCommand, DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from '@jest/globals';
import { runtimeIdentity } from '../../../lib/local/agentcore/runtime-record.ts';
import { endpoint, logGroup, output, runtime } from '../support/resources.ts';
import { accountServer, newAccount, useAccountServer } from '../support/test-account.ts';

useAccountServer();

describe('a runtime', () => {
  test('has the id that local AWS gives it, and another one when it is made again', async () => {
    const { stacks, id } = newAccount();
    const template = {
      Resources: { Runtime: runtime() },
      Outputs: {
        Id: output({ Ref: 'Runtime' }),
        Arn: output({ 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] }),
      },
    };
    await stacks.create('Stack', template);
    const { Id, Arn } = await stacks.outputs('Stack');
    await stacks.delete('Stack');
    await stacks.create('Stack', template);

    expect(Id).toBe(runtimeIdentity('getting-started').id);
    expect(Arn).toBe(runtimeIdentity('getting-started').arn.replace(/:\d{12}:/, `:${id}:`));
    expect((await stacks.outputs('Stack')).Id).not.toBe(Id);
  });

  test('makes the log group of its endpoint DEFAULT by itself, and of others when told so', async () => {
    const { stacks, id, logs } = newAccount();
    await accountServer().turn(id, { endpointLogGroups: true });
    await stacks.create('Stack', { Resources: { Runtime: runtime(), Endpoint: endpoint() } });
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    const root = `/aws/bedrock-agentcore/runtimes/${runtimeIdentity('getting-started').id}`;

    expect(logGroups.map(({ logGroupName }) => logGroupName)).toEqual([`${root}-DEFAULT`, `${root}-live`]);
    expect(
      await stacks.create('Logs', { Resources: { Logs: logGroup({ LogGroupName: `${root}-DEFAULT` }) } }),
    ).toMatchObject({ status: 'ROLLBACK_COMPLETE' });
    await expect(logs.send(new CreateLogGroupCommand({ logGroupName: `${root}-DEFAULT` }))).rejects.toThrow();
  });

  test('has a new version when it is changed, and none when only its tags are', async () => {
    const { stacks } = newAccount();
    const template = (properties: object) => ({
      Resources: { Runtime: runtime(properties), Endpoint: endpoint() },
      Outputs: { Version: output({ 'Fn::GetAtt': ['Runtime', 'AgentRuntimeVersion'] }) },
    });
    await stacks.create('Stack', template({}));
    await stacks.update('Stack', template({ Tags: { owner: 'me' } }));
    const { Version: tagged } = await stacks.outputs('Stack');
    await stacks.update('Stack', template({ Description: 'Changed' }));

    expect(tagged).toBe('1');
    expect(await stacks.outputs('Stack')).toEqual({ Version: '2' });
  });

  test('has only endpoints of versions that it has', async () => {
    const { stacks } = newAccount();

    expect(
      await stacks.create('Stack', {
        Resources: { Runtime: runtime(), Endpoint: endpoint({ AgentRuntimeVersion: '7' }) },
      }),
    ).toMatchObject({ status: 'ROLLBACK_COMPLETE', reasons: expect.stringContaining('Version 7') });
  });

  test('is called by its endpoints, of which DEFAULT has the newest version, and fails when told so', async () => {
    const { stacks, id, runtimes, control } = newAccount();
    const template = (description: string) => ({
      Resources: {
        Runtime: runtime({ Description: description }),
        Endpoint: endpoint({ AgentRuntimeVersion: '1' }),
      },
      Outputs: {
        Id: output({ Ref: 'Runtime' }),
        Arn: output({ 'Fn::GetAtt': ['Runtime', 'AgentRuntimeArn'] }),
      },
    });
    await stacks.create('Stack', template('One'));
    await stacks.update('Stack', template('Two'));
    const { Id: agentRuntimeId = '', Arn: agentRuntimeArn = '' } = await stacks.outputs('Stack');
    const call = async (qualifier: string): Promise<string | undefined> => {
      const payload = Buffer.from('{}');
      const command = new InvokeAgentRuntimeCommand({ agentRuntimeArn, qualifier, payload });
      return (await runtimes.send(command)).response?.transformToString();
    };
    const versionOf = async (endpointName: string): Promise<string | undefined> =>
      (await control.send(new GetAgentRuntimeEndpointCommand({ agentRuntimeId, endpointName }))).liveVersion;

    expect([await versionOf('DEFAULT'), await versionOf('live')]).toEqual(['2', '1']);
    expect(await call('live')).toContain('event: result\n');
    await accountServer().turn(id, { failingCalls: true });
    expect(await call('DEFAULT')).toContain('event: error\n');
    await expect(call('canary')).rejects.toThrow('There is no endpoint canary');
    expect((await accountServer().events(id)).filter(({ kind }) => kind === 'call')).toMatchObject([
      { endpoint: 'live', version: '1', problem: null },
      { endpoint: 'DEFAULT', version: '2', problem: true },
    ]);
  });
});
