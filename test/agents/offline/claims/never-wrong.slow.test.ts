import { expect, test } from '@jest/globals';
import { neverWrong } from './mutated.ts';
import { PAGE_MUTATIONS } from './page-mutations.ts';
import { DOABLE, isRightOrRefused, play } from './task.ts';

test.each([1, 2, 3])('no change of prompts and pages makes it claim what is wrong (seed %i)', (seed) => {
  neverWrong(2_000, seed);
});

test('other things on the page do not make it useless', () => {
  const outcomes = DOABLE.flatMap((task) => PAGE_MUTATIONS.decoy?.(task, 4) ?? []).map((task) => ({
    task,
    outcome: play(task),
  }));
  const right = outcomes.filter(
    ({ task, outcome }) => outcome.thrown === null && isRightOrRefused(task, outcome),
  );

  expect(right.length / outcomes.length).toBeGreaterThan(0.8);
});
