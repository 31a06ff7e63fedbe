import {
  DescribeLogGroupsCommand,
  PutLogGroupDeletionProtectionCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { PutImageCommand } from '@aws-sdk/client-ecr';
import { describe, expect, test } from '@jest/globals';
import { logGroup, queue, repository } from '../support/resources.ts';
import { accountServer, newAccount, useAccountServer } from '../support/test-account.ts';

useAccountServer();

describe('what leaves a stack', () => {
  const groups = async ({ logs }: ReturnType<typeof newAccount>) => {
    const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({}));
    return logGroups.map(({ logGroupName }) => logGroupName);
  };

  test('goes as the deployed template says, not the new one', async () => {
    const here = newAccount();
    const kept = logGroup({ LogGroupName: 'kept' }, { DeletionPolicy: 'Retain' });
    const gone = logGroup({ LogGroupName: 'gone' }, { DeletionPolicy: 'Delete' });
    await here.stacks.create('Stack', { Resources: { Queue: queue(), Kept: kept, Gone: gone } });

    await here.stacks.update('Stack', { Resources: { Queue: queue() } });

    expect(await groups(here)).toEqual(['kept']);
  });

  test('stays if it is a protected log group, and does not fail the update', async () => {
    const here = newAccount();
    await here.stacks.create('Stack', {
      Resources: { Queue: queue(), Logs: logGroup({ LogGroupName: 'kept' }) },
    });
    await here.logs.send(
      new PutLogGroupDeletionProtectionCommand({
        logGroupIdentifier: 'kept',
        deletionProtectionEnabled: true,
      }),
    );

    expect(await here.stacks.update('Stack', { Resources: { Queue: queue() } })).toMatchObject({
      status: 'UPDATE_COMPLETE',
      reasons: expect.stringContaining('Cannot delete log group with deletion protection enabled'),
    });
    expect(await groups(here)).toEqual(['kept']);
  });

  test('cannot be a repository with images, unless it says so', async () => {
    const { stacks, ecr } = newAccount();
    for (const [name, EmptyOnDelete] of [
      ['full', false],
      ['emptied', true],
    ] as const) {
      await stacks.create(name, { Resources: { It: repository({ RepositoryName: name, EmptyOnDelete }) } });
      await ecr.send(new PutImageCommand({ repositoryName: name, imageTag: '1', imageManifest: '{}' }));
    }

    expect(await stacks.delete('full')).toMatchObject({ status: 'DELETE_FAILED' });
    expect(await stacks.delete('emptied')).toMatchObject({ status: 'DELETE_COMPLETE' });
  });

  test('cannot be a bucket with objects, which has the tags of its template', async () => {
    const { stacks, id } = newAccount();
    const bucket = { BucketName: `full-${id}`, Tags: [{ Key: 'owner', Value: 'me' }] };
    await stacks.create('Stack', { Resources: { It: { Type: 'AWS::S3::Bucket', Properties: bucket } } });
    const authorization = `AWS4-HMAC-SHA256 Credential=${id}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
    const tags = await fetch(`${accountServer().url}/full-${id}?tagging`, { headers: { authorization } });
    await fetch(`${accountServer().url}/full-${id}/key`, {
      method: 'PUT',
      body: 'text',
      headers: { authorization },
    });

    expect(await tags.text()).toContain('<Key>owner</Key>');
    expect(await stacks.delete('Stack')).toMatchObject({
      status: 'DELETE_FAILED',
      reasons: expect.stringContaining('is not empty'),
    });
  });
});
