import { describe, expect, test } from '@jest/globals';
import { decide } from '../../../../lib/agents/offline/index.ts';
import { understand } from '../../../../lib/agents/offline/language/understand.ts';
import { observeHtml } from '../observe-html.ts';

const intents = (prompt: string): readonly unknown[] | string => {
  const { understood, clauses, ...rest } = understand(prompt);
  return understood ? clauses.map(({ intent }) => intent) : `not understood: ${Object.values(rest)}`;
};
const approve = (message: string) => ({ kind: 'ask', of: 'approve', message });
const takeOver = (message: string) => ({ kind: 'ask', of: 'takeOver', message });
const click = (text: string) =>
  expect.objectContaining({ kind: 'click', target: expect.objectContaining({ text }) });

describe('a question to a person', () => {
  test.each([
    ['Ask for approval', [approve('May I go on?')]],
    ['Please ask me for approval to pay 12 euros.', [approve('May I pay 12 euros?')]],
    ["Ask for a human's approval of the order", [approve('Do you approve of the order?')]],
    ["Ask a person to approve the price of '12 €'", [approve("Do you approve of the price of '12 €'?")]],
    ['Ask somebody to solve the captcha', [takeOver('Please solve the captcha.')]],
    [
      "Click 'Basket', ask for approval, then click 'Buy'",
      [click('Basket'), approve('May I go on?'), click('Buy')],
    ],
    ["Ask for approval before you click 'Buy'", [approve("May I click 'Buy'?"), click('Buy')]],
    [
      "Ask for approval to pay before clicking 'Buy'",
      "not understood: Ask for approval to pay before clicking 'Buy'",
    ],
    ['Ask for approval before you pay', 'not understood: Ask for approval before you pay'],
    ['Ask the weather', 'not understood: Ask the weather'],
  ])('%s', (prompt, expected) => {
    expect(intents(prompt)).toEqual(expected);
  });
});

describe('the agent', () => {
  const input = { prompt: 'Ask for approval to pay', steps: [], observation: observeHtml('<h1>Basket</h1>') };
  const tools = [{ name: 'human_Approve', description: '', inputSchema: {} }];

  test('asks by the tool of the workflow, and looks again', () => {
    const [, ask, ...rest] = decide({ ...input, tools });

    expect(ask).toEqual({ name: 'human_Approve', input: { message: 'May I pay?' } });
    expect(rest.map(({ name }) => name)).toEqual(['waitForPageToSettle', 'takeObservation']);
  });

  test('does nothing when nobody can be asked, and says so', () => {
    expect(decide(input)).toEqual([
      { name: 'throw', input: [expect.stringContaining('the workflow has no human.approve')] },
    ]);
  });
});
