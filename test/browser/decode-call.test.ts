import { describe, expect, test } from '@jest/globals';
import { type DecodedCall, decodeCall } from '../../lib/browser/index.ts';

const decode = (name: string, input: unknown): DecodedCall => decodeCall({ callId: 'c1', name, input });
const action = (name: string, input: unknown): unknown => {
  const decoded = decode(name, input);
  return decoded.type === 'action' ? decoded.action : decoded;
};
const invalid = (reason: RegExp): object =>
  expect.objectContaining({ type: 'invalid', callId: 'c1', reason: expect.stringMatching(reason) });

test('arguments that are nested very deep are refused, not walked', () => {
  const deep: unknown = JSON.parse('['.repeat(20_000) + ']'.repeat(20_000));
  expect(decode('agentClick', [deep])).toEqual(invalid(/more than 100 levels deep/));
});

describe('positional arguments', () => {
  test.each([
    ['agentClick', ['b'], { name: 'agentClick', box: 'b', clickType: 'left' }],
    ['agentClick', ['b', 'right'], { name: 'agentClick', box: 'b', clickType: 'right' }],
    [
      'agentClick',
      ['b', { clickType: 'left-double', other: 1 }],
      { name: 'agentClick', box: 'b', clickType: 'left-double' },
    ],
    ['agentClick', ['b', { blurField: true }], { name: 'agentClick', box: 'b', clickType: 'left' }],
    ['agentHover', ['b'], { name: 'agentHover', box: 'b' }],
    ['agentScroll', ['down', 'b'], { name: 'agentScroll', direction: 'down', box: 'b' }],
    ['agentType', ['text', 'b'], { name: 'agentType', value: 'text', box: 'b', pressEnter: false }],
    ['agentType', ['text', 'b', true], { name: 'agentType', value: 'text', box: 'b', pressEnter: true }],
    [
      'agentType',
      ['text', 'b', { pressEnter: true }],
      { name: 'agentType', value: 'text', box: 'b', pressEnter: true },
    ],
    ['goToUrl', ['u', 'ignored'], { name: 'goToUrl', url: 'u' }],
    ['wait', [2], { name: 'wait', seconds: 2 }],
    ['wait', ['1.5'], { name: 'wait', seconds: 1.5 }],
    ['think', ['hm'], { name: 'think', value: 'hm' }],
    ['return', ['done'], { name: 'return', value: 'done' }],
    ['return', [null], { name: 'return', value: null }],
    ['return', [], { name: 'return', value: '' }],
    ['return', ['a', 'b'], { name: 'return', value: '' }],
    ['throw', ['no'], { name: 'throw', value: 'no' }],
    ['throwAgentError', ['no'], { name: 'throw', value: 'no' }],
    ['waitForPageToSettle', [1, 2], { name: 'waitForPageToSettle' }],
    ['takeObservation', [], { name: 'takeObservation' }],
    ['takeObservation', undefined, { name: 'takeObservation' }],
  ])('of %s %j', (name, input, expected) => {
    expect(action(name, input)).toEqual(expected);
  });

  test.each([
    ['agentClick', [], /at least 1 argument, got 0.*agentClick\(box, clickType\?\)/],
    ['agentClick', ['b', 'middle'], /one of left, left-double, right, not "middle"/],
    ['agentClick', [7], /"box" must be a string/],
    ['agentHover', ['b', 'c'], /exactly 1 argument, got 2/],
    ['agentScroll', ['down'], /exactly 2 arguments, got 1/],
    ['agentScroll', ['sideways', 'b'], /up, down, left, right/],
    ['agentType', ['text'], /at least 2/],
    ['agentType', ['text', 'b', 'yes'], /"pressEnter" must be true or false/],
    ['wait', [-1], /not negative/],
    ['wait', ['soon'], /not "soon"|number/],
    ['wait', [''], /number/],
    ['think', [], /at least 1/],
    ['goToUrl', [], /at least 1/],
    ['fly', ['b'], /no action "fly".*agentClick/],
    ['toString', ['b'], /no action/],
    ['agentClick', 'b', /must be a list/],
  ])('of %s %j are refused with a reason', (name, input, reason) => {
    expect(decode(name, input)).toEqual(invalid(reason));
  });
});

describe('named arguments', () => {
  test('of a browser action are taken by name', () => {
    expect(action('agentClick', { box: 'b', click_type: 'right' })).toEqual({
      name: 'agentClick',
      box: 'b',
      clickType: 'right',
    });
    expect(action('agentType', { value: 'v', box: 'b', pressEnter: true })).toMatchObject({
      pressEnter: true,
    });
    expect(action('agentScroll', { direction: 'up', box: 'b', value: 200 })).toMatchObject({
      distancePx: 200,
    });
    expect(action('takeObservation', {})).toEqual({ name: 'takeObservation' });
  });

  test('of any other name are a call of a tool, passed on unchanged', () => {
    const input = { city: 'Z\\u00fcrich' };
    expect(decode('weather', input)).toEqual({ type: 'tool', callId: 'c1', name: 'weather', input });
  });
});

describe('escaped text', () => {
  test('in arguments is decoded, without terminal sequences', () => {
    expect(
      action('agentType', ['\\u00e9 \\ud83e\\udd8a C:\\\\x \u001b[31mred\u001b[0m\u0007', 'b']),
    ).toMatchObject({
      value: 'é 🦊 C:\\x red',
    });
  });

  test('in an answer that is JSON keeps its meaning', () => {
    const answer = JSON.stringify({ path: 'C:\\new', quote: '"' });
    expect(action('return', [answer])).toEqual({ name: 'return', value: answer });
    expect(action('return', ['caf\\u00e9'])).toEqual({ name: 'return', value: 'café' });
  });
});
