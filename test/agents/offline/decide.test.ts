import { describe, expect, test } from '@jest/globals';
import type { ActionCall, AgentCall, AgentStep } from '../../../lib/agents/agent.ts';
import { decodeCall } from '../../../lib/browser/index.ts';
import { schemaSuffix, splitTask } from '../../../lib/contract/task.ts';
import { decideDeeds as decide } from './decide-deeds.ts';
import { observeHtml } from './observe-html.ts';

const names = (calls: readonly AgentCall[]): readonly string[] => calls.map(({ name }) => name);
const withSchema = (prompt: string, schema: unknown): string => prompt + schemaSuffix(schema);

/** One step in which everything went well, or in which the action came back with an error. */
function stepOf(calls: readonly ActionCall[], error: string | null = null): AgentStep {
  return {
    calls,
    results: calls.map(({ name }) => (/^agent|goToUrl/.test(name) && error !== null ? error : 'null')),
  };
}

/** Plays a task against one page that never changes. */
function play(
  task: string,
  html: string,
  error: string | null = null,
): { readonly steps: readonly AgentStep[]; readonly end: ActionCall | undefined } {
  const steps: AgentStep[] = [];
  for (;;) {
    const calls = decide({ ...splitTask(task), steps, observation: observeHtml(html) });
    const last = calls.at(-1);
    if (last?.name === 'return' || last?.name === 'throw' || steps.length > 60) return { steps, end: last };
    steps.push(stepOf(calls, error));
  }
}

describe('a program', () => {
  const page = '<a href="/about" data-box="10,20,30,40">About</a>';

  test('acts, then settles and looks again', () => {
    const calls = decide({
      ...splitTask("Click the 'About' link"),
      steps: [],
      observation: observeHtml(page),
    });

    expect(names(calls)).toEqual(['think', 'agentClick', 'waitForPageToSettle', 'takeObservation']);
    expect(calls[1]?.input).toEqual(['<box>20,10,60,40</box>']);
  });

  test('is made of calls that a client can decode', () => {
    const tasks = [
      "Click 'About'",
      'Go to /x',
      'Wait 2 seconds',
      'Scroll down',
      "Hover over 'About'",
      "Right-click 'About'",
    ];
    const decoded = tasks
      .flatMap((task) => decide({ ...splitTask(task), steps: [], observation: observeHtml(page) }))
      .map(({ name, input }) => decodeCall({ callId: 'c', name, input }).type);

    expect(new Set(decoded)).toEqual(new Set(['action']));
  });

  test('keeps boxes inside the viewport', () => {
    const wide = '<a href="/about" data-box="-50,600,2000,300">About</a>';
    const calls = decide({ ...splitTask("Click 'About'"), steps: [], observation: observeHtml(wide) });

    expect(calls[1]).toEqual({ name: 'agentClick', input: ['<box>600,0,800,1600</box>'] });
  });

  test('is the same for the same input', () => {
    const input = { ...splitTask("Click 'About'"), steps: [], observation: observeHtml(page) };

    expect(decide(input)).toEqual(decide(input));
  });
});

describe('what was done so far', () => {
  const page = '<a href="/a">About</a><input aria-label="Name" value="Ada"><h1>Home</h1>';
  const task = "Click 'About', type Ada into the name field and return the main heading";

  test('is read from the steps alone, so a restarted server goes on', () => {
    const { steps, end } = play(task, page);
    const restored: AgentStep[] = JSON.parse(JSON.stringify(steps));

    expect(steps.map(({ calls }) => calls[1]?.name)).toEqual(['agentClick', 'agentType']);
    expect(
      decide({ ...splitTask(task), steps: restored.slice(0, 1), observation: observeHtml(page) }),
    ).toEqual(steps[1]?.calls);
    expect(end).toEqual({ name: 'return', input: ['Home'] });
  });

  test('includes answers of pages that were left since', () => {
    const asked = "Return the title, then click 'About', then return the main heading";
    const first = decide({
      ...splitTask(asked),
      steps: [],
      observation: observeHtml(`<title>One</title>${page}`),
    });
    const after = observeHtml('<title>Two</title><h1>About us</h1>', { url: 'http://site.test/about' });

    expect(decide({ ...splitTask(asked), steps: [stepOf(first)], observation: after })).toEqual([
      { name: 'return', input: ['the title: One; the main heading: About us'] },
    ]);
  });

  test('lets it go back to the page before', () => {
    const asked = "Click 'About' and go back";
    const first = decide({ ...splitTask(asked), steps: [], observation: observeHtml(page) });
    const after = observeHtml('<h1>About us</h1>', { url: 'http://site.test/about' });

    expect(decide({ ...splitTask(asked), steps: [stepOf(first)], observation: after })[1]).toEqual({
      name: 'goToUrl',
      input: ['http://site.test/'],
    });
  });
});

describe('when an action comes back with an error', () => {
  test('it is tried once more, then the act ends with the error', () => {
    const { steps, end } = play(
      "Click 'About'",
      '<a href="/a">About</a>',
      'AgentRedirectError: use agentType',
    );

    expect(steps).toHaveLength(2);
    expect(end?.name).toBe('throw');
    expect(end?.input[0]).toContain('use agentType');
  });

  test('a box that stays as it is gets two clicks, not more', () => {
    const { steps, end } = play('Check the terms box', '<label><input type="checkbox">Terms</label>');

    expect(steps).toHaveLength(2);
    expect(end?.input[0]).toContain('stays as it was');
  });

  test('a page that does not scroll does not keep it scrolling', () => {
    const { steps, end } = play("Click 'Deep'", '<a href="/d" data-box="10,5000,50,20">Deep</a>');

    expect(steps.length).toBeLessThan(5);
    expect(end?.input[0]).toContain('scroll it into view');
  });
});

describe('when something is not there', () => {
  test('it waits twice, then says what it understood, what it missed and what there is', () => {
    const { steps, end } = play(
      "Click the 'Pricing' link",
      '<a href="/a">About</a><button>Go</button><input placeholder="City">',
    );

    expect(steps.map(({ calls }) => names(calls))).toEqual([
      ['think', 'wait', 'waitForPageToSettle', 'takeObservation'],
      ['think', 'wait', 'waitForPageToSettle', 'takeObservation'],
    ]);
    expect(end?.name).toBe('throw');
    expect(end?.input[0]).toMatch(
      /I understood: Click the 'Pricing' link\. I could not find 'Pricing' \(link\).*links: 'About'.*buttons: 'Go'.*fields: 'City'/,
    );
  });

  test('a clause that is not understood stops the whole task before anything is done', () => {
    const calls = decide({
      ...splitTask("Click 'About', then hum a song"),
      steps: [],
      observation: observeHtml('<a href="/a">About</a>'),
    });

    expect(names(calls)).toEqual(['throw']);
    expect(calls[0]?.input[0]).toMatch(/did not understand: hum a song.*Nothing was done/);
  });

  test('an option that a list does not have is named with those it has', () => {
    const { steps, end } = play(
      "Select 'Mars' in the planet list",
      '<label>Planet<select><option>Earth</option><option>Venus</option></select></label>',
    );

    expect(steps).toHaveLength(0);
    expect(end?.input[0]).toContain('the list has: Earth, Venus');
  });

  test('an observation without the DOM is explained', () => {
    const observation = { ...observeHtml(''), simplifiedDOM: '' };

    expect(decide({ ...splitTask('Return the title'), steps: [], observation })[0]?.input[0]).toContain(
      'replayable',
    );
  });
});

describe('when only like things are there', () => {
  test('it does not act on something merely similar', () => {
    const { steps, end } = play(
      "Click the 'Track my order' button",
      '<button>Order</button><a href="/t">Track</a>',
    );

    expect(end?.input[0]).toContain("I could not find 'Track my order'");
    expect(steps.flatMap(({ calls }) => names(calls)).filter((name) => name.startsWith('agent'))).toEqual([]);
  });

  test('it does not choose between rows of which none is meant', () => {
    const rows =
      '<tr><td>One</td><td><button>Delete</button></td></tr><tr><td>Two</td><td><button>Delete</button></td></tr>';
    const { steps, end } = play('Delete the third project', `<h1>Projects</h1><table>${rows}</table>`);

    expect(end?.name).toBe('throw');
    expect(steps.flatMap(({ calls }) => names(calls)).filter((name) => name.startsWith('agent'))).toEqual([]);
  });
});

describe('with a schema', () => {
  const order =
    '<title>T</title><h1>Order</h1><dl><dt>Status</dt><dd>Shipped</dd><dt>Total</dt><dd>$1,299.50</dd><dt>Items</dt><dd>3</dd><dt>Gift</dt><dd>no</dd></dl>';
  const read = (prompt: string, schema: unknown, html = order): unknown => {
    const { end } = play(withSchema(prompt, schema), html);
    return end?.name === 'return' ? JSON.parse(String(end.input[0])) : end?.input[0];
  };

  test.each([
    ['string', 'Return the status', { type: 'string' }, 'Shipped'],
    ['number', 'Return the total', { type: 'number' }, 1299.5],
    ['integer', 'Return the items', { type: 'integer' }, 3],
    ['boolean', 'Return the gift', { type: 'boolean' }, false],
    ['enum', 'Return the status', { enum: ['pending', 'shipped'] }, 'shipped'],
    ['nullable that is there', 'Return the status', { type: ['string', 'null'] }, 'Shipped'],
    [
      'nullable that is missing',
      'Return the courier',
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      null,
    ],
    [
      'object',
      'Return the status and the total',
      {
        type: 'object',
        properties: { status: { type: 'string' }, total: { type: 'number' } },
        required: ['status', 'total'],
      },
      { status: 'Shipped', total: 1299.5 },
    ],
    [
      'optional property that is missing',
      'Return the order',
      {
        type: 'object',
        properties: { status: { type: 'string' }, courier: { type: 'string' } },
        required: ['status'],
      },
      { status: 'Shipped' },
    ],
    [
      'nested object',
      'Return the order',
      {
        type: 'object',
        properties: { order: { $ref: '#/$defs/order' } },
        required: ['order'],
        $defs: { order: { type: 'object', properties: { total: { type: 'number' } }, required: ['total'] } },
      },
      { order: { total: 1299.5 } },
    ],
    [
      'a dialect of its own',
      'Return the status',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'string' },
      'Shipped',
    ],
    [
      'one property for one answer',
      'How many links are there?',
      { type: 'object', properties: { count: { type: 'integer' } }, required: ['count'] },
      { count: 0 },
    ],
  ])('fills a %s', (_, prompt, schema, expected) => {
    expect(read(prompt, schema)).toEqual(expected);
  });

  test.each([
    ['a required value is missing', 'Return the courier', { type: 'string' }, /could not find 'courier'/],
    [
      'a required property is missing',
      'Return the order',
      { type: 'object', properties: { courier: { type: 'string' } }, required: ['courier'] },
      /could not find 'courier'/,
    ],
    [
      'the value is of another type',
      'Return the status',
      { type: 'number' },
      /a number for 'status' \(the page says "Shipped"\)/,
    ],
    [
      'the value is none of the choices',
      'Return the status',
      { enum: ['red', 'blue'] },
      /one of "red", "blue"/,
    ],
    [
      'the value breaks a rule',
      'Return the total',
      { type: 'number', maximum: 10 },
      /fits the schema.*<= 10/,
    ],
    [
      'the schema cannot be used',
      'Return the total',
      { type: 'number', maximum: 'ten' },
      /schema that can be used/,
    ],
    ['nothing is asked', 'Go to /x', { type: 'boolean' }, /a question in the task/],
  ])('throws when %s', (_, prompt, schema, reason) => {
    expect(read(prompt, schema)).toMatch(reason);
  });

  test('refuses a schema that is not JSON', () => {
    const { end } = play('Return the title, format output with jsonschema: {oops', order);

    expect(end?.input[0]).toContain('not valid JSON');
  });
});
