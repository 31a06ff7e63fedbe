import { describe, expect, test } from '@jest/globals';
import { pages } from './pages.ts';
import { pretend } from './pretend.ts';
import { PROMPTS } from './prompts.ts';

describe('the agent is right or refuses', () => {
  test.each(PROMPTS)('on %s: %s', (page, prompt, right) => {
    const { deeds, returned, thrown } = pretend(pages[page], prompt);

    const outcome = thrown !== null ? null : right?.startsWith('=') ? `=${returned}` : deeds.join('; ');
    const wanted = right?.startsWith('="') ? `=${JSON.parse(right.slice(1))}` : right;
    expect(thrown === null ? outcome : null).toBe(wanted);
  });
});
