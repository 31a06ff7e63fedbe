import { InvokeAgentRuntimeRequest$, InvokeAgentRuntimeResponse$ } from '@aws-sdk/client-bedrock-agentcore';
import { describe, expect, test } from '@jest/globals';
import {
  ANSWER_HEADERS,
  headersForCaller,
  headersForProcess,
  REQUEST_HEADERS,
} from '../../../lib/local/agentcore/model-headers.ts';

const SESSION_ID = 'x-amzn-bedrock-agentcore-runtime-session-id';
const CUSTOM = 'X-Amzn-Bedrock-AgentCore-Runtime-Custom-Tenant';
const SESSION_URL = 'x-amzn-bedrock-agentcore-runtime-session-endpoint-url';

describe('when the model of the service has a header', () => {
  test.each([
    ['request', InvokeAgentRuntimeRequest$, [SESSION_ID, ...Object.keys(REQUEST_HEADERS)]],
    // The address of a session is of runtimes with ports of their own, which are not here.
    ['answer', InvokeAgentRuntimeResponse$, [SESSION_ID, SESSION_URL, 'content-type', ...ANSWER_HEADERS]],
  ])('of the %s, it is known here', (_, schema, known) => {
    expect(known).toEqual(expect.arrayContaining(headersIn(schema)));
  });
});

describe('when headers go to the process', () => {
  const given = {
    authorization: 'Bearer a.b.c',
    cookie: 'a=b',
    host: '127.0.0.1',
    accept: 'text/event-stream',
    traceparent: '00-1',
    'x-customer-id': '7',
    'x-amzn-bedrock-agentcore-runtime-custom-tenant': 'blue',
  };
  const ofService = {
    accept: 'text/event-stream',
    traceparent: '00-1',
    'x-amzn-bedrock-agentcore-runtime-session-id': 'the-session',
    'x-amzn-bedrock-agentcore-runtime-request-id': 'the-request',
  };
  const headersOf = (runtime: Parameters<typeof headersForProcess>[1]['runtime']) =>
    headersForProcess(given, { sessionId: 'the-session', requestId: 'the-request', runtime });

  test('those of the service pass; signature, cookies and all that the runtime does not list stay', () => {
    expect(headersOf({})).toEqual(ofService);
  });

  test('those pass that the runtime lists, but for what the service never hands on', () => {
    const requestHeaders = ['X-Customer-Id', CUSTOM, 'Host', 'Cookie', 'Authorization'];
    expect(headersOf({ requestHeaders })).toEqual({
      ...ofService,
      'x-customer-id': '7',
      'x-amzn-bedrock-agentcore-runtime-custom-tenant': 'blue',
    });
  });

  test('the token passes where it is listed, and lets its caller in', () => {
    const authorizer = { discoveryUrl: 'https://example.com/.well-known/openid-configuration' };
    expect(headersOf({ authorizer })).toEqual(ofService);
    expect(headersOf({ authorizer, requestHeaders: ['authorization'] })).toEqual({
      ...ofService,
      authorization: 'Bearer a.b.c',
    });
  });
});

describe('when the answer goes to the caller', () => {
  test('it has the headers of the workflow, and of the call where the workflow says nothing', () => {
    const headers = headersForCaller({
      request: { traceparent: '00-1', baggage: 'a=1', authorization: 'AWS4', 'mcp-name': 'look' },
      answer: { baggage: 'a=2', 'mcp-session-id': 'm', 'set-cookie': ['a=b'], server: 'me' },
    });
    expect(headers).toEqual({ traceparent: '00-1', baggage: 'a=2', 'mcp-session-id': 'm' });
  });
});

/** The names of headers in a schema of the client, in lower case. */
function headersIn(schema: readonly unknown[]): string[] {
  return JSON.stringify(schema)
    .split('"httpHeader":"')
    .slice(1)
    .map((rest) => rest.slice(0, rest.indexOf('"')).toLowerCase());
}
