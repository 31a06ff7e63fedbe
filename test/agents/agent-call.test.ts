import { describe, expect, test } from '@jest/globals';
import { type AgentCall, agentCall } from '../../lib/agents/index.ts';
import { ACTION_NAMES, decodeCall } from '../../lib/browser/index.ts';

const box = { x: 10, y: 20, width: 30, height: 40 };
const boxText = '<box>20,10,60,40</box>';
const actions: readonly [AgentCall, object][] = [
  [agentCall.click(box), { name: 'agentClick', box: boxText, clickType: 'left' }],
  [agentCall.click(box, 'right'), { name: 'agentClick', box: boxText, clickType: 'right' }],
  [agentCall.hover(box), { name: 'agentHover', box: boxText }],
  [agentCall.scroll('down', box), { name: 'agentScroll', direction: 'down', box: boxText }],
  [agentCall.type('Ada', box), { name: 'agentType', value: 'Ada', box: boxText, pressEnter: false }],
  [
    agentCall.type('Ada', box, { pressEnter: true }),
    { name: 'agentType', value: 'Ada', box: boxText, pressEnter: true },
  ],
  [agentCall.goToUrl('https://example.com'), { name: 'goToUrl', url: 'https://example.com' }],
  [agentCall.wait(2), { name: 'wait', seconds: 2 }],
  [agentCall.think('hm'), { name: 'think', value: 'hm' }],
  [agentCall.settle(), { name: 'waitForPageToSettle' }],
  [agentCall.look(), { name: 'takeObservation' }],
  [agentCall.return({ price: 1 }), { name: 'return', value: { price: 1 } }],
  [agentCall.throw('sold out'), { name: 'throw', value: 'sold out' }],
];

describe('agentCall', () => {
  test.each(actions)('%j is what a client decodes', (made, action) => {
    expect(decodeCall({ callId: '1', ...made })).toEqual({ type: 'action', callId: '1', action });
  });

  test('there is one for every action of the browser', () => {
    expect(new Set(actions.map(([{ name }]) => name))).toEqual(new Set(ACTION_NAMES));
  });

  test.each([
    'C:\\temp\\new',
    'a\\u0041 \\\\',
    '\\\\server\\\\\\user',
    'ends in \\',
    'says \\"so"',
    // Not JSON, though nearly.
    '"a\\x"',
    '"\\u00"',
    'é 🦊 \n "quoted"',
    '{"json":"a\\u0041\\\\"}',
  ])('text arrives as it stands: %j', (text) => {
    const decoded = (call: AgentCall): unknown => decodeCall({ callId: '1', ...call });
    const arrives = { action: expect.objectContaining({ value: text }) };

    expect(decoded(agentCall.return(text))).toMatchObject(arrives);
    expect(decoded(agentCall.throw(text))).toMatchObject(arrives);
    expect(decoded(agentCall.think(text))).toMatchObject(arrives);
    expect(decoded(agentCall.type(text, box))).toMatchObject(arrives);
  });

  test('of a tool have its arguments by name', () => {
    expect(decodeCall({ callId: '1', ...agentCall.tool('stock', { sku: 'a1' }) })).toEqual({
      type: 'tool',
      callId: '1',
      name: 'stock',
      input: { sku: 'a1' },
    });
  });
});
