import { expect, test } from '@jest/globals';
import { checkHuman } from '../../../lib/sdk/human/check-human.ts';
import { humanTools } from '../../../lib/sdk/human/human-tools.ts';
import type { Human } from '../../../lib/sdk/index.ts';

/** What JavaScript may give, and what is said of it. */
const WRONG: readonly [unknown, RegExp][] = [
  ['me', /^human was given/],
  [() => ({}), /^human is a function; .* write human: webHuman\(\), with the parentheses/],
  [{ aprove: () => true }, /no option "aprove"\. Did you mean "approve"\?/],
  [{ approve: true }, /^human\.approve is true; it must be a function/],
  [{ timeoutMs: 10 }, /^human\.timeoutMs is 10; it must be a whole number from 1000/],
  [{ reportsPending: 'yes' }, /^human\.reportsPending is "yes"/],
  [{}, /^human offers nothing .* name `approve` or `takeOver`/],
  [{ timeoutMs: 5_000 }, /^human offers nothing/],
  [{ descriptions: { approve: '' } }, /^human\.descriptions\.approve has 0 characters/],
  [{ descriptions: { aprove: 'x' } }, /human\.descriptions has no option "aprove"/],
];

test.each(WRONG)('%j is refused', (given, message) => {
  expect(() => checkHuman(given as Human)).toThrow(message);
});

test('the agent is told of what has a callback only, in words that can be replaced', () => {
  const approve = (): boolean => true;
  const tools = humanTools({
    takeOver: approve,
    descriptions: { takeOver: 'Help!', takeOverMessage: 'Why' },
  });

  expect(humanTools({})).toEqual([]);
  expect(humanTools({ approve, takeOver: approve }).map(({ name }) => name)).toEqual([
    'human_UiTakeover',
    'human_Approve',
  ]);
  expect(tools).toMatchObject([
    { description: 'Help!', input: { jsonSchema: { properties: { message: { description: 'Why' } } } } },
  ]);
});
