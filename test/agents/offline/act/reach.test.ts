import { expect, test } from '@jest/globals';
import { splitTask } from '../../../../lib/contract/task.ts';
import { decideDeeds as decide } from '../decide-deeds.ts';
import { observeHtml } from '../observe-html.ts';

/** Parts of a list that scrolls, all of them where the screen is. */
const list = (mark: string, inner = ''): string =>
  `<div data-box="0,0,400,400"><ul data-box="0,0,400,390"${mark}><li data-box="0,20,300,20"><button data-box="0,20,90,20"${inner}>Buy</button></li></ul></div>`;

test.each([
  ['is marked itself', list('', ' data-nova-act-offscreen="below"'), 'agentScroll'],
  ['is in what is marked', list(' data-nova-act-offscreen="below"'), 'agentScroll'],
  [
    'can be seen, as its own mark says',
    list(' data-nova-act-offscreen="below"', ' data-nova-act-offscreen="none"'),
    'agentClick',
  ],
  ['has no mark', list(''), 'agentClick'],
])('what %s is scrolled to only if it is hidden', (_what, html, first) => {
  const calls = decide({ ...splitTask("Click 'Buy'"), steps: [], observation: observeHtml(html) });
  expect(calls.find(({ name }) => name !== 'think')?.name).toBe(first);
});
