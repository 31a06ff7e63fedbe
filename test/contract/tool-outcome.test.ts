import { describe, expect, test } from '@jest/globals';
import { workflowToolsIn } from '../../lib/contract/mcp.ts';
import { toolOutcome } from '../../lib/contract/tool-outcome.ts';

const record = { id: 'session.1', startedAt: '2026-01-01T00:00:00Z' };
const text = (value: string) => [{ type: 'text', text: value }];
const response = (result: unknown) => ({ jsonrpc: '2.0', id: 2, result });

describe('what a response to a call says', () => {
  test.each([
    ['an object', { content: text('{"a":1}'), structuredContent: { a: 1 } }, { a: 1 }],
    ['what else JSON has', { content: text('7') }, 7],
    ['null', { content: text('null') }, null],
    ['a text that a tool of others says', { content: text('done') }, 'done'],
    [
      'what a run returned that was asked for',
      {
        content: [],
        structuredContent: { novaActInvocation: { ...record, status: 'SUCCEEDED', result: 5 } },
      },
      5,
    ],
  ])('%s is the result', (_, result, expected) => {
    expect(toolOutcome(response(result), 2)).toMatchObject({ result: expected });
  });

  test('a run that goes on is no result', () => {
    const running = { ...record, status: 'RUNNING' };
    const result = { content: text('It is running.'), structuredContent: { novaActInvocation: running } };
    expect(toolOutcome(response(result), 2)).toEqual({ runsOn: running });
  });

  const error = { name: 'ShopError', message: 'closed', retryable: true };
  const failed = { ...record, status: 'FAILED', error };
  test.each([
    ['of the workflow', response({ content: [], structuredContent: { error }, isError: true }), error],
    [
      'of a run that was asked for',
      response({ content: [], structuredContent: { novaActInvocation: failed }, isError: true }),
      error,
    ],
    [
      'of a tool of others',
      response({ content: text('no'), isError: true }),
      { name: 'ToolError', message: 'no' },
    ],
    [
      'of the protocol',
      { jsonrpc: '2.0', id: 2, error: { code: -32602, message: 'no such tool' } },
      { name: 'McpError', message: 'no such tool', code: '-32602' },
    ],
    ['for want of a result', { jsonrpc: '2.0', id: 2 }, { name: 'AnswerUnclear' }],
  ])('an error is one: %s', (_, message, expected) => {
    expect(toolOutcome(message, 2)).toMatchObject({ error: expected });
  });

  test('messages about something else say nothing of it', () => {
    expect(toolOutcome({ jsonrpc: '2.0', id: 3, result: {} }, 2)).toBeUndefined();
    expect(toolOutcome({ jsonrpc: '2.0', id: 2, method: 'ping' }, 2)).toBeUndefined();
  });
});

test('a workflow is the tool that has those beside it that start it and say how it goes', () => {
  const listed = (...names: readonly string[]) =>
    workflowToolsIn(response({ tools: names.map((name) => ({ name })) }))?.tools?.run;
  expect(listed('shop', 'shop_start', 'shop_status')).toBe('shop');
  expect(listed('shop_status_start', 'shop_status', 'shop_status_status')).toBe('shop_status');
  expect(listed('shop', 'shop_start')).toBeUndefined();
  expect(listed('a', 'a_start', 'a_status', 'b', 'b_start', 'b_status')).toBeUndefined();
  expect(workflowToolsIn(response({}))).toBeUndefined();
});
