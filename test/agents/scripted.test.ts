import { describe, expect, test } from '@jest/globals';
import {
  type AgentInput,
  type AgentStep,
  agentCall,
  type ScriptedStep,
  scriptedAgent,
} from '../../lib/agents/index.ts';

const observation = {
  activeURL: 'https://shop.example/',
  browserDimensions: {
    scrollHeight: 0,
    scrollWidth: 0,
    scrollLeft: 0,
    scrollTop: 0,
    windowWidth: 1600,
    windowHeight: 813,
  },
  idToBboxMap: {},
  screenshotBase64: '',
  simplifiedDOM: '<h1>Shop</h1>',
  timestamp_ms: 0,
  userAgent: 'test',
};
const done: AgentStep = { calls: [agentCall.look()], results: ['null'] };

/** What the agent is asked, after so many steps of the act. */
const asked = (prompt: string, stepCount = 0, more: Partial<AgentInput> = {}): AgentInput => ({
  prompt,
  steps: Array.from({ length: stepCount }, () => done),
  observation,
  tools: [],
  signal: new AbortController().signal,
  ...more,
});

describe('the entry for a prompt', () => {
  const agent = scriptedAgent([
    { prompt: 'Buy the shoes', returns: 'exact' },
    { prompt: /shoes/gi, returns: 'pattern' },
    { returns: 'any' },
  ]);

  test.each([
    ['Buy the shoes', 'exact'],
    ['Return the Shoes', 'pattern'],
    ['Return the heading', 'any'],
  ])('%s: the first that fits, every time', async (prompt, answer) => {
    expect(await agent.decide(asked(prompt))).toEqual([agentCall.return(answer)]);
    expect(await agent.decide(asked(prompt))).toEqual([agentCall.return(answer)]);
  });

  test('that is missing is an error with what there is', async () => {
    const short = scriptedAgent([{ prompt: /price/, returns: 1 }, { prompt: 'Return the heading' }]);

    await expect(short.decide(asked('Hum a song'))).rejects.toThrow(
      'The script has nothing for the prompt "Hum a song". It has: /price/, "Return the heading". Add { prompt, returns }',
    );
    await expect(short.decide(asked('Return the haeding'))).rejects.toThrow(
      'Did you mean "Return the heading"?',
    );
  });

  test('that is missing is left to another agent, if there is one', async () => {
    const other = { name: 'other', decide: async () => [agentCall.return('other')] };
    const both = scriptedAgent([{ prompt: /heading/, returns: 'scripted' }], { otherwise: other });

    expect(await both.decide(asked('Return the heading'))).toEqual([agentCall.return('scripted')]);
    expect(await both.decide(asked('Hum a song'))).toEqual([agentCall.return('other')]);
  });
});

describe('the answer', () => {
  const schema = { type: 'object' };

  test('for a schema is JSON', async () => {
    const agent = scriptedAgent([{ prompt: 'text', returns: '42' }, { returns: { price: 42 } }]);

    expect(await agent.decide(asked('text', 0, { schema }))).toEqual([agentCall.return('"42"')]);
    expect(await agent.decide(asked('data', 0, { schema }))).toEqual([agentCall.return('{"price":42}')]);
  });

  test('may be made from what the agent sees', async () => {
    const agent = scriptedAgent([{ returns: async (input) => input.observation.activeURL }]);

    expect(await agent.decide(asked('Return the URL'))).toEqual([agentCall.return('https://shop.example/')]);
  });

  test('may be missing: then the act just ends', async () => {
    const agent = scriptedAgent([{ prompt: /Click/ }]);

    expect(await agent.decide(asked('Click it'))).toEqual([agentCall.return()]);
  });

  test.each([
    ['that is missing', {}, 'its returns is missing.'],
    ['that a function forgets to return', { returns: () => {} }, 'its returns gives nothing.'],
    ['that is no JSON', { returns: () => () => 1 }, 'its returns gives a function, which is not JSON.'],
    ['that JSON can only call null', { returns: Number.NaN }, 'its returns is NaN, which is not JSON.'],
  ])('%s for a schema is an error: a script does not invent one', async (_what, entry, message) => {
    const agent = scriptedAgent([{ prompt: /price/, ...entry }]);

    await expect(agent.decide(asked('Return the price', 0, { schema }))).rejects.toThrow(
      `The script for /price/ has no answer for the schema of the act: ${message}`,
    );
  });

  test('may be null, if the script says so', async () => {
    const agent = scriptedAgent([{ prompt: 'value', returns: null }, { returns: () => null }]);

    expect(await agent.decide(asked('value', 0, { schema }))).toEqual([agentCall.return('null')]);
    expect(await agent.decide(asked('function', 0, { schema }))).toEqual([agentCall.return('null')]);
  });

  test('may be that the agent gives up', async () => {
    expect(await scriptedAgent([{ throws: 'sold out' }]).decide(asked('Buy'))).toEqual([
      agentCall.throw('sold out'),
    ]);
  });

  test('cannot stand under a wrong name', () => {
    const entry = Object.fromEntries([['retruns', 1]]);
    expect(() => scriptedAgent([entry])).toThrow(
      'An entry of scriptedAgent has no option "retruns". Did you mean "returns"? Its options: prompt, steps, returns, throws.',
    );
  });

  test('cannot be both', () => {
    expect(() => scriptedAgent([{ prompt: /Buy/, returns: 1, throws: 'sold out' }])).toThrow(
      'The script for /Buy/ both returns and throws. Choose one of them.',
    );
  });
});

describe('steps', () => {
  const steps = [
    [agentCall.look()],
    ({ steps: before }: AgentInput) => [agentCall.think(`after ${before.length}`)],
  ];

  test('are played one after another, then comes the answer', async () => {
    const agent = scriptedAgent([{ steps, returns: 'done' }]);

    expect(await agent.decide(asked('Go', 0))).toEqual([agentCall.look()]);
    expect(await agent.decide(asked('Go', 1))).toEqual([agentCall.think('after 1')]);
    expect(await agent.decide(asked('Go', 2))).toEqual([agentCall.return('done')]);
  });

  test('that run out are an error that says how many there were', async () => {
    const agent = scriptedAgent([{ prompt: /Go/, steps }]);

    await expect(agent.decide(asked('Go on', 2))).rejects.toThrow(
      'The script for "Go on" has 2 steps, and the act asks for step 3. End it with returns, throws, or a step of agentCall.return(…).',
    );
  });

  test('with a call that does not exist are an error that says which one was meant', async () => {
    const agent = scriptedAgent([
      { prompt: 'near', steps: [[{ name: 'agentClik', input: [] }]] },
      { steps: [[agentCall.tool('hum', {})]] },
    ]);

    await expect(agent.decide(asked('near'))).rejects.toThrow(
      'The script for "near" calls "agentClik", which is no action of the browser and no tool of the session. Did you mean "agentClick"?',
    );
    await expect(agent.decide(asked('far'))).rejects.toThrow('There are: agentClick, agentHover');
  });

  test('may call the tools of the act', async () => {
    const agent = scriptedAgent([{ steps: [[agentCall.tool('hum', {})]] }]);
    const tools = [{ name: 'hum', description: 'Hums', inputSchema: {} }];

    expect(await agent.decide(asked('Hum', 0, { tools }))).toEqual([agentCall.tool('hum', {})]);
  });

  test.each([
    ['a call', agentCall.look(), 'an object'],
    ['nothing', undefined, 'nothing'],
    ['a list of a list', [[agentCall.look()]], 'a list with something else than calls'],
    ['a list with a hole', Array(2), 'a list with something else than calls'],
    ['a function that forgets to return', () => {}, 'nothing'],
  ])('that are %s instead of a list of calls are an error', async (_what, step, found) => {
    const agent = scriptedAgent([{ prompt: /Go/, steps: [step as ScriptedStep], returns: 'done' }]);

    await expect(agent.decide(asked('Go on'))).rejects.toThrow(
      `Step 1 of the script for "Go on" is ${found}. It must be a list of calls, such as [agentCall.look()]`,
    );
  });
});
