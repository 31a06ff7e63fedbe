import { expect, test } from '@jest/globals';
import { sortTools, toolsByName } from '../../../lib/sdk/act/session-tools.ts';
import { defineTool, type Tool } from '../../../lib/sdk/index.ts';

const own = (name: string): Tool =>
  defineTool({ name, description: 'x', input: { type: 'object' }, run: () => null });

/** As a server has it. */
const foreign = (name: string): Tool => ({ ...own('x'), name });
const orders = (...names: readonly string[]) => ({
  name: 'the MCP server "orders"',
  tools: names.map(foreign),
});

test('tools of the author and of several servers are one set', () => {
  const tools = toolsByName([{ tools: [own('a')] }, orders('b'), orders('c', 'd')]);

  expect([...tools.keys()]).toEqual(['a', 'b', 'c', 'd']);
});

test('all names that cannot be had are one error, which says how to mend them', () => {
  expect(() =>
    toolsByName([{ tools: [own('a')] }, orders('a', 'orders.list', 'agentClick', 'human_Approve')]),
  ).toThrow(
    'Two tools have the name "a": one is yours, one of the MCP server "orders"; ' +
      'The tool\'s name is "orders.list"; 1 to 64 characters out of a-z, A-Z, 0-9, "_", "-" are allowed; ' +
      '"agentClick" is an action of the browser, which a tool would hide; ' +
      '"human_Approve" is how the agent asks people, which a tool would hide. ' +
      'Give each tool a name of its own, those of a server by `prefix`, or leave tools out by `only` or `except`.',
  );
});

test('a tool that is given twice is refused, and so are more than 100 tools altogether', () => {
  const tool = own('a');
  const names = Array.from({ length: 99 }, (_, index) => `tool${index}`);

  expect(() => sortTools([tool, tool])).toThrow('Two tools have the name "a": one is yours, one yours.');
  expect(toolsByName([{ tools: [tool] }, orders(...names)]).size).toBe(100);
  expect(() => toolsByName([{ tools: [tool] }, orders(...names, 'b')])).toThrow(
    'A session may have 100 tools, not 101: 1 of your own, 100 of the MCP server "orders". Choose those of a server by `only` or `except`.',
  );
});

test('a source that is given twice is told', () => {
  const source = { open: () => Promise.reject(new Error('not opened')) };

  expect(() => sortTools([source, source])).toThrow(
    'tools has the same source, such as one of mcpTools(…), in it twice',
  );
});
