import { describe, expect, test } from '@jest/globals';
import type { ResourceEvent } from '../../../lib/cdk/handlers/answer.ts';
import type { ReceivedAnswer } from './support/answer-bucket.ts';
import { type CloudWatchLogs, KEY, startCloudWatchLogs } from './support/cloudwatch-logs.ts';
import { runHandler } from './support/run-handler.ts';

const groupOf = (endpoint: string, runtimeId = 'shop-a1b2c3d4e5') =>
  `/aws/bedrock-agentcore/runtimes/${runtimeId}-${endpoint}`;
const LIVE = groupOf('live');
const DEFAULT = groupOf('DEFAULT');

/** As CloudFormation sends them. */
const properties = (more: Readonly<Record<string, unknown>> = {}, runtimeId = 'shop-a1b2c3d4e5') => ({
  ServiceToken: 'arn:aws:lambda:us-east-1:123456789012:function:f',
  RuntimeId: runtimeId,
  LogGroupNames: { live: groupOf('live', runtimeId), DEFAULT: groupOf('DEFAULT', runtimeId) },
  RetentionInDays: '90',
  DeleteAtEnd: 'false',
  ...more,
});

const ask = (
  service: CloudWatchLogs,
  event: Partial<Pick<ResourceEvent, 'RequestType' | 'PhysicalResourceId' | 'OldResourceProperties'>> & {
    readonly ResourceProperties: ResourceEvent['ResourceProperties'];
  },
): Promise<ReceivedAnswer> =>
  runHandler('runtime-log-groups', {
    event: { RequestType: 'Create', ...event },
    environment: { AWS_ENDPOINT_URL: service.url },
  });

describe('when a runtime is new', () => {
  test('both groups are made, forget after a while and cannot be deleted by mistake', async () => {
    await using service = await startCloudWatchLogs();

    const answer = await ask(service, { ResourceProperties: properties() });

    expect(answer).toMatchObject({
      Status: 'SUCCESS',
      PhysicalResourceId: 'shop-a1b2c3d4e5',
      Data: { live: LIVE, DEFAULT },
    });
    expect(Object.fromEntries(service.groups)).toEqual({
      [LIVE]: { retentionInDays: 90, protected: true },
      [DEFAULT]: { retentionInDays: 90, protected: true },
    });
  });

  test('a group that AgentCore has made is taken as it is, and set', async () => {
    await using service = await startCloudWatchLogs({ [DEFAULT]: {} });

    await ask(service, { ResourceProperties: properties({ KmsKeyArn: KEY }) });

    const whole = { retentionInDays: 90, kmsKeyId: KEY, protected: true };
    expect(Object.fromEntries(service.groups)).toEqual({ [LIVE]: whole, [DEFAULT]: whole });
  });

  test('a group that AgentCore makes at the same moment is no failure', async () => {
    await using service = await startCloudWatchLogs({}, [
      {
        operation: 'CreateLogGroup',
        error: 'OperationAbortedException',
        before: (groups) => groups.set(LIVE, {}),
      },
    ]);

    const answer = await ask(service, { ResourceProperties: properties() });

    expect(answer.Status).toBe('SUCCESS');
    expect(service.groups.get(LIVE)).toEqual({ retentionInDays: 90, protected: true });
  });

  test('a group that goes away before it is complete is made again', async () => {
    await using service = await startCloudWatchLogs({}, [
      { operation: 'PutRetentionPolicy', before: (groups) => groups.delete(LIVE) },
    ]);

    await ask(service, { ResourceProperties: properties() });

    expect(service.groups.get(LIVE)).toEqual({ retentionInDays: 90, protected: true });
  });

  test('permissions that have not arrived everywhere are waited for, and busy times too', async () => {
    await using service = await startCloudWatchLogs({}, [
      { operation: 'CreateLogGroup', error: 'AccessDeniedException' },
      { operation: 'CreateLogGroup', error: 'ThrottlingException' },
    ]);

    expect(await ask(service, { ResourceProperties: properties() })).toMatchObject({ Status: 'SUCCESS' });
  });

  test('logs can be kept for ever, also in a group that had a retention', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: { retentionInDays: 14 } });

    await ask(service, { ResourceProperties: properties({ RetentionInDays: undefined }) });

    expect(service.groups.get(LIVE)).toEqual({ protected: true });
  });

  test('a failure names the group and the reason', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: {} });
    const key = KEY.replace('1111', '9999');

    const answer = await ask(service, { ResourceProperties: properties({ KmsKeyArn: key }) });

    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason:
        `Log group "${LIVE}" was not set up: InvalidParameterException: ` +
        'The specified KMS key does not exist or is not allowed.',
    });
  });
});

describe('when a deployment changes the groups', () => {
  const old = { retentionInDays: 90, protected: true };

  test('another retention is set, and the groups stay the same resource', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: old, [DEFAULT]: old });

    const answer = await ask(service, {
      RequestType: 'Update',
      PhysicalResourceId: 'shop-a1b2c3d4e5',
      ResourceProperties: properties({ RetentionInDays: '365' }),
      OldResourceProperties: properties(),
    });

    expect(answer.PhysicalResourceId).toBe('shop-a1b2c3d4e5');
    expect(service.groups.get(LIVE)).toEqual({ retentionInDays: 365, protected: true });
  });

  const locked = { ...old, kmsKeyId: KEY };
  const keyOff = {
    RequestType: 'Update',
    PhysicalResourceId: 'shop-a1b2c3d4e5',
    ResourceProperties: properties(),
    OldResourceProperties: properties({ KmsKeyArn: KEY }),
  } as const;

  test('a key that is no longer wanted is taken away', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: locked, [DEFAULT]: locked });

    await ask(service, keyOff);

    expect(service.groups.get(LIVE)).toEqual(old);
  });

  test('a key is taken away once, even if a step after it is repeated', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: locked, [DEFAULT]: locked }, [
      { operation: 'PutRetentionPolicy', error: 'OperationAbortedException' },
    ]);

    expect(await ask(service, keyOff)).toMatchObject({ Status: 'SUCCESS' });
    expect(Object.fromEntries(service.groups)).toEqual({ [LIVE]: old, [DEFAULT]: old });
  });

  test('an event that comes twice is no failure', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: locked, [DEFAULT]: locked });

    await ask(service, keyOff);

    expect(await ask(service, keyOff)).toMatchObject({ Status: 'SUCCESS' });
    expect(Object.fromEntries(service.groups)).toEqual({ [LIVE]: old, [DEFAULT]: old });
  });

  test('another runtime has other groups, so that CloudFormation asks to delete the old', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: old, [DEFAULT]: old });

    const answer = await ask(service, {
      RequestType: 'Update',
      PhysicalResourceId: 'shop-a1b2c3d4e5',
      ResourceProperties: properties({}, 'store-f6g7h8i9j0'),
      OldResourceProperties: properties(),
    });

    expect(answer.PhysicalResourceId).toBe('store-f6g7h8i9j0');
    expect([...service.groups.keys()]).toHaveLength(4);
  });
});

describe('when the groups leave the stack', () => {
  const old = { retentionInDays: 90, protected: true };
  const leave = { RequestType: 'Delete', PhysicalResourceId: 'shop-a1b2c3d4e5' } as const;

  test('they are kept with their logs, and may be deleted by hand', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: old, [DEFAULT]: old });

    await ask(service, { ...leave, ResourceProperties: properties() });

    const kept = { retentionInDays: 90, protected: false };
    expect(Object.fromEntries(service.groups)).toEqual({ [LIVE]: kept, [DEFAULT]: kept });
  });

  test('they are deleted if the stack says so', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: old, [DEFAULT]: old });

    await ask(service, { ...leave, ResourceProperties: properties({ DeleteAtEnd: 'true' }) });

    expect([...service.groups.keys()]).toEqual([]);
  });

  test('what is not there is gone', async () => {
    await using service = await startCloudWatchLogs({ [DEFAULT]: old });

    const answer = await ask(service, {
      ...leave,
      ResourceProperties: properties({ DeleteAtEnd: 'true' }),
    });

    expect(answer.Status).toBe('SUCCESS');
    expect([...service.groups.keys()]).toEqual([]);
  });

  test('logs that were there before a creation failed are not deleted with it', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: old });

    await ask(service, {
      RequestType: 'Delete',
      PhysicalResourceId: 'never-made',
      ResourceProperties: properties({ DeleteAtEnd: 'true' }),
    });

    expect(service.groups.get(LIVE)).toEqual({ retentionInDays: 90, protected: false });
  });

  test('a failure names the group and the reason', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: old }, [
      { operation: 'DeleteLogGroup', error: 'InvalidParameterException' },
    ]);

    expect(
      await ask(service, { ...leave, ResourceProperties: properties({ DeleteAtEnd: 'true' }) }),
    ).toMatchObject({
      Status: 'FAILED',
      Reason: `Log group "${LIVE}" was not released: InvalidParameterException: as the test says`,
    });
  });
});

describe('when CloudFormation deletes the log group of an older template', () => {
  test('the protection refuses it, and the logs stay', async () => {
    await using service = await startCloudWatchLogs({ [LIVE]: { retentionInDays: 14 } });
    await ask(service, { ResourceProperties: properties({ RetentionInDays: '14' }) });

    const deletion = await fetch(service.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'Logs_20140328.DeleteLogGroup' },
      body: JSON.stringify({ logGroupName: LIVE }),
    });

    expect(deletion.status).toBe(400);
    expect(service.groups.get(LIVE)).toEqual({ retentionInDays: 14, protected: true });
  });
});
