import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { stopOwnSession } from '../../lib/service/stop-own-session.ts';
import { TaskCallbacks } from '../../lib/service/task-callbacks.ts';
import { FleetAws, RUNTIME_ARN } from '../runtime/fleet-aws.ts';
import { withEnvironment } from './environment.ts';
import { problemOfSignature } from './verify-signature.ts';

const aws = new FleetAws();
let environment: Disposable;
let callbacks: TaskCallbacks;
const { signal } = new AbortController();

beforeAll(async () => {
  await aws.start();
  environment = withEnvironment(aws.environment);
  callbacks = await TaskCallbacks.in('us-east-1');
});
afterAll(() => {
  environment[Symbol.dispose]();
  aws.close();
});

describe('a task that waits', () => {
  test('is told that it is worked on, and how it has ended', async () => {
    aws.task('one');
    await callbacks.beat('one', signal);
    await callbacks.end('one', { output: '{"result":"Łódź"}' }, signal);
    aws.task('two');
    await callbacks.end('two', { error: 'ShopError', cause: '{"message":"closed"}' }, signal);

    expect(aws.told).toEqual([
      { action: 'SendTaskHeartbeat', token: 'one' },
      { action: 'SendTaskSuccess', token: 'one', output: { result: 'Łódź' } },
      { action: 'SendTaskFailure', token: 'two', error: 'ShopError', cause: { message: 'closed' } },
    ]);
  });

  test('that has ended refuses everything, and so does a token that is none: nobody waits', async () => {
    aws.task('three');
    aws.closeTask('three');
    await expect(callbacks.beat('three', signal)).rejects.toMatchObject({
      name: 'TaskTimedOut',
      isGone: true,
    });
    await expect(callbacks.beat('no such token at all', signal)).rejects.toMatchObject({
      name: 'InvalidToken',
      isGone: true,
      message: expect.stringMatching(/^SendTaskHeartbeat was refused: .*\[secret\]/),
    });
  });

  test('may be told again when the service fails, or takes no such output', async () => {
    aws.task('four');
    aws.failures = 1;
    await expect(callbacks.beat('four', signal)).rejects.toMatchObject({
      name: 'InternalFailure',
      isGone: false,
    });
    const output = JSON.stringify('x'.repeat(300_000));
    await expect(callbacks.end('four', { output }, signal)).rejects.toMatchObject({
      name: 'ValidationException',
      isGone: false,
    });
  });
});

test('a session is stopped by a request whose signature has the ARN in its path and the endpoint in its query', async () => {
  const session = { runtimeArn: RUNTIME_ARN, qualifier: 'a b+c', sessionId: 's'.repeat(33) };
  await stopOwnSession({ ...session, region: 'us-east-1', signal });
  expect(aws.stopped).toEqual([session]);
});

test('the check of signatures finds what was changed on the way', () => {
  const authorization =
    'AWS4-HMAC-SHA256 Credential=K/20261101/us-east-1/states/aws4_request, SignedHeaders=host, Signature=00';
  const request = { method: 'POST', url: '/', headers: { host: 'x', authorization } };
  const given = { body: '', secretAccessKey: 's' };
  expect(problemOfSignature(request, { ...given, service: 'states' })).toMatch(/does not match/);
  expect(problemOfSignature(request, { ...given, service: 's3' })).toBe('signed for states');
});
