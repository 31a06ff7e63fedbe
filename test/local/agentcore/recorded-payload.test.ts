import { describe, expect, test } from '@jest/globals';
import { recordedPayload } from '../../../lib/local/agentcore/recorded-payload.ts';

const of = (text: string): unknown => recordedPayload(Buffer.from(text))?.payload;

test('a payload is recorded without its secrets, wherever they stand', () => {
  const payload = { login: { password: 98765432 }, echo: 'pin 98765432' };
  expect(of(JSON.stringify(payload))).toEqual({ login: { password: '[secret]' }, echo: 'pin [secret]' });
});

describe('of messages of MCP', () => {
  const ofMcp = (message: object): unknown =>
    recordedPayload(Buffer.from(JSON.stringify({ jsonrpc: '2.0', id: 1, ...message })), 'MCP')?.payload;
  const call = (name: string) => ({
    method: 'tools/call',
    params: { name, arguments: { url: 'x', password: 'hunter22' } },
  });

  test('a call has the arguments of the tool as its payload', () => {
    expect(ofMcp(call('shop'))).toEqual({ url: 'x', password: '[secret]' });
    expect(ofMcp(call('shop_start'))).toEqual({ url: 'x', password: '[secret]' });
    expect(ofMcp({ method: 'tools/call', params: { name: 'shop' } })).toEqual({});
  });

  test('others run nothing, and are not recorded', () => {
    for (const message of [call('shop_status'), { method: 'initialize' }, { method: 'tools/list' }, {}])
      expect(ofMcp(message)).toBeUndefined();
    expect(recordedPayload(Buffer.from('no JSON'), 'MCP')).toBeUndefined();
  });
});

test('one with thousands of levels does not fail its call', () => {
  expect(JSON.stringify(of(`${'['.repeat(5000)}${']'.repeat(5000)}`))).toContain('[cut: too deep]');
});
