import { describe, expect, test } from '@jest/globals';
import { asyncEnvelope, readEnvelope } from '../../lib/contract/envelope.ts';
import type { ItemRun } from '../../lib/contract/item-run.ts';

const task = {
  token: 'AQ==',
  heartbeatSeconds: 300,
  runtimeArn: 'arn:aws:bedrock-agentcore:us-east-1:123456789012:runtime/orders-Ab12Cd34Ef',
  qualifier: 'live',
};
const envelope = (item: unknown, mode = 'async') => ({
  novaActInvocation: { mode, item },
  payload: { order: 7 },
});

describe('an asynchronous invocation may be an item of a fleet', () => {
  test('with and without a task that waits; what is written is what is read', () => {
    const item: ItemRun = { key: 'fleet#0', redrive: 2, task };
    const body = JSON.parse(Buffer.from(asyncEnvelope(Buffer.from('{"order":7}'), item)).toString());
    expect(readEnvelope(body)).toEqual({ mode: 'async', payload: { order: 7 }, item });
    expect(readEnvelope(envelope({ key: 'fleet#0' }))).toMatchObject({
      item: { key: 'fleet#0', redrive: 0 },
    });
  });

  test('without one it is as ever', () => {
    const body = JSON.parse(Buffer.from(asyncEnvelope(Buffer.from('{}'))).toString());
    expect(body).toEqual({ novaActInvocation: { mode: 'async' }, payload: {} });
    expect(readEnvelope(body)).toEqual({ mode: 'async', payload: {} });
  });

  test.each([
    ['with another mode', envelope({ key: 'k' }, 'sync'), /item is allowed only with mode "async"/],
    ['that is no object', envelope('k'), /item must be an object/],
    ['without a key', envelope({}), /item\.key must be a text/],
    [
      'with a redrive of its own',
      envelope({ key: 'k', redrive: -1 }),
      /item\.redrive must be a whole number/,
    ],
    [
      'with an unknown member',
      envelope({ key: 'k', reDrive: 1 }),
      /item\.reDrive is unknown here; allowed are key/,
    ],
    [
      'with half a task',
      envelope({ key: 'k', task: { token: 't' } }),
      /item\.task\.heartbeatSeconds must be/,
    ],
    ['with no token', envelope({ key: 'k', task: { ...task, token: '' } }), /item\.task\.token must be/],
    [
      'with a heartbeat that is too short',
      envelope({ key: 'k', task: { ...task, heartbeatSeconds: 9 } }),
      /from 10 to 3600/,
    ],
    [
      'with a runtime that is none',
      envelope({ key: 'k', task: { ...task, runtimeArn: 'orders' } }),
      /must be the ARN/,
    ],
    ['with no endpoint', envelope({ key: 'k', task: { ...task, qualifier: 7 } }), /name of an endpoint/],
    [
      'with an unknown member in its task',
      envelope({ key: 'k', task: { ...task, region: 'x' } }),
      /task\.region is unknown here/,
    ],
  ])('one %s is refused', (_, body, message) => {
    expect(() => readEnvelope(body)).toThrow(message);
  });

  test('what is refused does not quote the token', () => {
    const token = 'x'.repeat(2049);
    for (const item of [
      { key: 'k', task: { ...task, token } },
      { key: 'k', task: { ...task, [token]: 1 } },
      { key: 'k', [token]: 1 },
    ])
      expect(() => readEnvelope(envelope(item))).toThrow(/^((?!xxx).)*$/s);
  });
});
