import { describe, expect, test } from '@jest/globals';
import { describeFailure, mayGoOn } from '../../../lib/cli/invoke/failure.ts';

const context = {
  phase: 'invoke',
  aftermath: mayGoOn({ sessionId: 's-1' }),
  endpoint: undefined,
  runtimeArn: 'arn',
  startLocalAws: 'npm run local',
} as const;

describe('when it is certain that nothing was run', () => {
  test.each([
    [{ code: 'ENOTFOUND', syscall: 'getaddrinfo', message: 'getaddrinfo ENOTFOUND x' }],
    [{ code: 'ETIMEDOUT', syscall: 'connect', message: 'connect ETIMEDOUT' }],
    [
      {
        code: 'ECONNREFUSED',
        message: '',
        errors: [{ syscall: 'connect', message: 'connect ECONNREFUSED ::1' }],
      },
    ],
    [{ name: 'TimeoutError', message: 'Socket timed out without establishing a connection' }],
  ])('%j is a wrong configuration', (error) => {
    expect(describeFailure(error, context)).toMatchObject({
      type: 'misconfigured',
      exitCode: 2,
      message: expect.stringMatching(
        /^Cannot connect to AWS: \S.*\. Check the network, the proxy and the region\.$/,
      ),
    });
  });

  test('a stack that may not be described names the permission', () => {
    const error = { name: 'AccessDenied', message: 'not authorized' };

    expect(describeFailure(error, { ...context, phase: 'lookup' }).message).toContain(
      'cloudformation:DescribeStacks',
    );
  });
});

describe('when something may have been run', () => {
  test.each([
    [{ name: 'TimeoutError', code: 'ECONNRESET', message: 'socket hang up' }],
    [{ name: 'TimeoutError', code: 'ETIMEDOUT', syscall: 'read', message: 'read ETIMEDOUT' }],
  ])('%j says so', (error) => {
    expect(describeFailure(error, context)).toMatchObject({
      type: 'connectionLost',
      exitCode: 1,
      message: expect.stringMatching(/The run may still be going on, .* Its session is s-1\.$/),
    });
  });

  test('so does an error that nobody foresaw', () => {
    expect(describeFailure('a thrown text', context)).toMatchObject({
      type: 'unexpected',
      exitCode: 1,
      message:
        'Unexpected error: a thrown text. The run may still be going on, so the request was not sent again. Its session is s-1.',
    });
  });
});
