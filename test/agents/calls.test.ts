import { describe, expect, test } from '@jest/globals';
import { type AgentCall, call } from '../../lib/agents/index.ts';
import { ACTION_NAMES, decodeCall } from '../../lib/browser/index.ts';

const box = { x: 10, y: 20, width: 30, height: 40 };
const boxText = '<box>20,10,60,40</box>';
const actions: readonly [AgentCall, object][] = [
  [call.click(box), { name: 'agentClick', box: boxText, clickType: 'left' }],
  [call.click(box, 'right'), { name: 'agentClick', box: boxText, clickType: 'right' }],
  [call.hover(box), { name: 'agentHover', box: boxText }],
  [call.scroll('down', box), { name: 'agentScroll', direction: 'down', box: boxText }],
  [call.type('Ada', box), { name: 'agentType', value: 'Ada', box: boxText, pressEnter: false }],
  [
    call.type('Ada', box, { pressEnter: true }),
    { name: 'agentType', value: 'Ada', box: boxText, pressEnter: true },
  ],
  [call.goToUrl('https://example.com'), { name: 'goToUrl', url: 'https://example.com' }],
  [call.wait(2), { name: 'wait', seconds: 2 }],
  [call.think('hm'), { name: 'think', value: 'hm' }],
  [call.settle(), { name: 'waitForPageToSettle' }],
  [call.look(), { name: 'takeObservation' }],
  [call.return({ price: 1 }), { name: 'return', value: { price: 1 } }],
  [call.throw('sold out'), { name: 'throw', value: 'sold out' }],
];

describe('calls', () => {
  test.each(actions)('%j is what a client decodes', (made, action) => {
    expect(decodeCall({ callId: '1', ...made })).toEqual({ type: 'action', callId: '1', action });
  });

  test('there is one for every action of the browser', () => {
    expect(new Set(actions.map(([{ name }]) => name))).toEqual(new Set(ACTION_NAMES));
  });

  test('of a tool have its arguments by name', () => {
    expect(decodeCall({ callId: '1', ...call.tool('stock', { sku: 'a1' }) })).toEqual({
      type: 'tool',
      callId: '1',
      name: 'stock',
      input: { sku: 'a1' },
    });
  });
});
