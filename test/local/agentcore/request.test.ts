import { describe, expect, test } from '@jest/globals';
import { headersForProcess, runtimeInPath } from '../../../lib/local/agentcore/request.ts';

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

describe('when headers go to the process', () => {
  test('those of the contract and the custom ones pass; signature, cookies and the rest stay', () => {
    const headers = headersForProcess(
      {
        authorization: 'AWS4-HMAC-SHA256 Credential=…',
        cookie: 'a=b',
        host: '127.0.0.1',
        accept: 'text/event-stream',
        traceparent: '00-1',
        'x-amzn-bedrock-agentcore-runtime-custom-tenant': 'blue',
      },
      { sessionId: 'the-session', requestId: 'the-request' },
    );
    expect(headers).toEqual({
      accept: 'text/event-stream',
      traceparent: '00-1',
      'x-amzn-bedrock-agentcore-runtime-custom-tenant': 'blue',
      'x-amzn-bedrock-agentcore-runtime-session-id': 'the-session',
      'x-amzn-bedrock-agentcore-runtime-request-id': 'the-request',
    });
  });
});
