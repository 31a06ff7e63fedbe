import { describe, expect, test } from '@jest/globals';
import type { ActionCall, AgentStep } from '../../../../lib/agents/agent.ts';
import { splitTask } from '../../../../lib/contract/task.ts';
import { decideDeeds as decide } from '../decide-deeds.ts';
import { observeHtml } from '../observe-html.ts';

/** What the agent does about a task first, besides thinking and looking. */
function firstCall(task: string, html: string, steps: readonly AgentStep[] = []): ActionCall | undefined {
  const calls = decide({ ...splitTask(task), steps, observation: observeHtml(html) });
  return calls.find(({ name }) => name !== 'think');
}

describe('of a page with parts left out', () => {
  const rows = [1, 2, 3].map(
    (n) => `<tr><td>Item ${n}</td><td>$${n}.00</td><td><button>Buy ${n}</button></td></tr>`,
  );
  const page = `<h1>Shop</h1><p>Stock: 5</p><input name="q" placeholder="Search">
    <table data-nova-act-left-out="900"><tr><th>Name</th><th>Price</th><th></th></tr>${rows.join('')}</table>`;

  test.each([
    'Return the number of rows in the table',
    'How many buttons are there?',
    'Is there a link "Imprint"?',
    'Return the names and prices of all items',
    'Return the name of the cheapest item',
    'Return the price of Item 2',
    'Return the stock',
    'Return the main heading',
    'Verify that there is no error message',
  ])('nothing is told that may be otherwise: %s', (task) => {
    expect(firstCall(task, page.replace(' data-nova-act-left-out="900"', ''))?.name).not.toBe('throw');
    expect(firstCall(task, page)).not.toMatchObject({ name: 'return' });
  });

  test.each([
    "Click the second 'Buy' button",
    'Click the last row',
    'Open the cheapest item',
    "Click 'Buy 2' in the 'Item 2' row",
    'Submit the form',
  ])('it is not guessed which is meant: %s', (task) => {
    const text = String(firstCall(task, page)?.input[0]);
    expect(text).toContain('the page is so large');
  });

  test('what is called just so is used', () => {
    expect(firstCall("Click 'Buy 2'", page)?.name).toBe('agentClick');
    expect(firstCall("Type 'shoes' into the 'Search' field", page)?.name).toBe('agentType');
    expect(firstCall('Return the URL', page)).toEqual({ name: 'return', input: ['http://site.test/'] });
  });

  test('what is not seen, or only something like it, is looked for further on', () => {
    for (const task of ["Click 'Buy 700'", "Click 'Buy'", "Check the 'Gift' box"]) {
      const calls = decide({ ...splitTask(task), steps: [], observation: observeHtml(page) });
      expect(calls[1]).toMatchObject({ name: 'agentScroll', input: ['down', expect.any(String)] });
      const after = [{ calls, results: calls.map(() => 'null') }];
      expect(String(firstCall(task, page, after)?.input[0])).toContain('seen in parts only');
    }
  });
});

test('what may be above where the search began is looked for there, after the end', () => {
  const page = '<table data-nova-act-left-out="900"><tr><td>Item</td></tr></table>';
  const task = splitTask("Click 'Buy 7'");
  const steps: AgentStep[] = [];
  const scrolledAt = (scrollTop: number): unknown => {
    const calls = decide({ ...task, steps, observation: observeHtml(page, { scrollTop }) });
    steps.push({ calls, results: calls.map(() => 'null') });
    return calls.find(({ name }) => name !== 'think')?.input[0];
  };
  const ways = [1000, 1600, 2200, 2200, 1600, 1000, 400, 0].map(scrolledAt);
  expect(ways.slice(0, -1)).toEqual(['down', 'down', 'down', 'up', 'up', 'up', 'up']);
  expect(ways.at(-1)).toContain('seen in parts only');
});

describe('of a list with options left out', () => {
  const page = `<label for=c>Country</label><select id=c data-nova-act-left-out="200"><option>Chad<option>Niger</select>
    <label for=s>Size</label><select id=s><option>Small<option>Large</select>`;

  test('an option that is not seen is chosen by its name, not one that is like it', () => {
    expect(firstCall("Select 'Nigeria' in the 'Country' list", page)?.input[0]).toBe('Nigeria');
    expect(firstCall("Select 'Chad' in the 'Country' list", page)?.input[0]).toBe('Chad');
    expect(firstCall("Select 'Large' in the 'Size' list", page)?.input[0]).toBe('Large');
    expect(firstCall("Select the last option in the 'Country' list", page)?.name).toBe('throw');
  });

  test.each([
    'How many options does the Country list have?',
    'Return all options of the Country list',
    "Is there an option 'Peru' in the Country list?",
  ])('nothing is told that may be otherwise: %s', (task) => {
    expect(firstCall(task, page)).not.toMatchObject({ name: 'return' });
  });
});
