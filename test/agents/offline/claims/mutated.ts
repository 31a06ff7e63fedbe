import fc from 'fast-check';
import { PAGE_MUTATIONS } from './page-mutations.ts';
import { PROMPT_MUTATIONS } from './prompt-mutations.ts';
import { DOABLE, isRightOrRefused, type Mutation, play, type Task } from './task.ts';

/** Fixed, so that a failure is the same for everybody. */
const SEED = 20_261_125;

/** Plays tasks with a changed prompt, a changed page, or both; fails on the first wrong claim and says which. */
export function neverWrong(numRuns: number, seed = SEED): void {
  const anyOf = (all: Readonly<Record<string, Mutation>>) => fc.constantFrom('', ...Object.keys(all));
  fc.assert(
    fc.property(
      fc.constantFrom(...DOABLE),
      anyOf(PROMPT_MUTATIONS),
      anyOf(PAGE_MUTATIONS),
      fc.nat(1_000),
      (task, prompt, page, choice) => {
        const changed = [PAGE_MUTATIONS[page], PROMPT_MUTATIONS[prompt]].reduce<Task>(
          (each, mutate) => mutate?.(each, choice) ?? each,
          task,
        );
        const outcome = play(changed);
        if (isRightOrRefused(changed, outcome)) return;
        const how = `${prompt || 'same prompt'}, ${page || 'same page'}`;
        throw new Error(
          `${how}: ${changed.prompt}\n  right: ${changed.right}\n  did: ${outcome.deeds.join('; ')}, ${outcome.returned ?? outcome.thrown}\n  ${changed.html}`,
        );
      },
    ),
    { seed, numRuns, endOnFailure: true },
  );
}
