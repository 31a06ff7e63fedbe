import { describe, expect, test } from '@jest/globals';
import { runtimeInPath } from '../../../lib/local/agentcore/request.ts';

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:000000000000:runtime/probe-abc';

describe('when the path names a runtime', () => {
  test.each([
    ['an encoded ARN', `/runtimes/${encodeURIComponent(ARN)}/invocations?qualifier=DEFAULT`, ARN],
    ['an ARN as it is', `/runtimes/${ARN}/invocations`, ARN],
    ['an id', '/runtimes/probe-abc/invocations?accountId=000000000000', 'probe-abc'],
    ['another operation', `/runtimes/${encodeURIComponent(ARN)}/stopruntimesession`, undefined],
    ['nothing', '/runtimes/invocations', undefined],
  ])('%s', (_, url, expected) => {
    expect(runtimeInPath(url, 'invocations')).toBe(expected);
  });

  test('an encoding that is broken is a ValidationException', () => {
    expect(() => runtimeInPath('/runtimes/%E0%A4/invocations', 'invocations')).toThrow(
      /not encoded correctly/,
    );
  });
});
