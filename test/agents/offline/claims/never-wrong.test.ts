import { test } from '@jest/globals';
import { neverWrong } from './mutated.ts';

test('whatever is changed in a prompt or on its page, the agent is right or refuses', () => {
  neverWrong(60);
});
