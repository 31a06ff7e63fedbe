import { expect, test } from '@jest/globals';
import { recordedPayload } from '../../../lib/local/agentcore/recorded-payload.ts';

const of = (text: string): unknown => recordedPayload(Buffer.from(text))?.payload;

test('a payload is recorded without its secrets, wherever they stand', () => {
  const payload = { login: { password: 98765432 }, echo: 'pin 98765432' };
  expect(of(JSON.stringify(payload))).toEqual({ login: { password: '[secret]' }, echo: 'pin [secret]' });
});

test('one with thousands of levels does not fail its call', () => {
  expect(JSON.stringify(of(`${'['.repeat(5000)}${']'.repeat(5000)}`))).toContain('[cut: too deep]');
});
