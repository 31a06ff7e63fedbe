import { describe, expect, test } from '@jest/globals';
import { readEnvelope, syncBody } from '../../lib/contract/envelope.ts';

describe('when a body comes', () => {
  test.each([
    ['an object', { url: 'https://example.com' }],
    ['an object with a member "mode"', { mode: 'async', payload: 1 }],
    ['a list', [1]],
    ['null', null],
  ])('%s without the reserved member is the payload as it is', (_, body) => {
    expect(readEnvelope(body)).toEqual({ mode: 'sync', payload: body });
  });

  test('an envelope keeps the payload apart, so that both may have any members', () => {
    const payload = { novaActInvocation: 'mine' };
    expect(readEnvelope({ novaActInvocation: { mode: 'sync' }, payload })).toEqual({ mode: 'sync', payload });
    expect(readEnvelope({ novaActInvocation: { mode: 'async' }, payload })).toEqual({
      mode: 'async',
      payload,
    });
    expect(readEnvelope(syncBody(payload))).toEqual({ mode: 'sync', payload });
    expect(syncBody({ url: 'https://example.com' })).toEqual({ url: 'https://example.com' });
    expect(readEnvelope({ novaActInvocation: { mode: 'async' } })).toEqual({ mode: 'async', payload: {} });
  });

  test('a message of MCP is refused, and a payload that only looks so goes in an envelope', () => {
    const hello = { jsonrpc: '2.0', id: 0, method: 'initialize', params: {} };
    expect(() => readEnvelope(hello)).toThrow(/is a message of MCP.*nothing was run.*serverProtocol "MCP"/);
    expect(readEnvelope(syncBody(hello))).toEqual({ mode: 'sync', payload: hello });
  });

  test('what the official CLI adds is not the payload, nor a member of an envelope', () => {
    const mark = { NOVA_ACT_WORKFLOW_NAME: 'shop' };
    expect(readEnvelope({ url: 'https://example.com', ...mark })).toEqual({
      mode: 'sync',
      payload: { url: 'https://example.com' },
    });
    expect(readEnvelope({ novaActInvocation: { mode: 'async' }, payload: mark, ...mark })).toEqual({
      mode: 'async',
      payload: mark,
    });
  });

  test('a question for the status has an id and a time to wait', () => {
    const body = { novaActInvocation: { mode: 'status', id: 'x', waitSeconds: 1.5 } };
    expect(readEnvelope(body)).toEqual({ mode: 'status', id: 'x', waitMs: 1500 });
  });

  test.each([
    ['novaActInvocation must be an object', { novaActInvocation: 'async' }],
    ['novaActInvocation.mode must be one of sync, async, status', { novaActInvocation: { mode: 'later' } }],
    ['novaActInvocation.wait is unknown here', { novaActInvocation: { mode: 'async', wait: 1 } }],
    [
      'url is unknown here; allowed are novaActInvocation, payload',
      { novaActInvocation: { mode: 'async' }, url: 1 },
    ],
    ['id and waitSeconds only with mode "status"', { novaActInvocation: { mode: 'async', id: 'x' } }],
    ['novaActInvocation.id must be the id', { novaActInvocation: { mode: 'status' } }],
    ['must be a number from 0 to 60', { novaActInvocation: { mode: 'status', id: 'x', waitSeconds: 61 } }],
    [
      'payload is not allowed with mode "status"',
      { novaActInvocation: { mode: 'status', id: 'x' }, payload: 1 },
    ],
  ])('a wrong envelope is refused: %s', (message, body) => {
    expect(() => readEnvelope(body)).toThrow(
      expect.objectContaining({ name: 'PayloadError', message: expect.stringContaining(message) }),
    );
  });
});
