import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  type ActError,
  defineTool,
  localBrowser,
  NovaAct,
  type NovaActOptions,
  readActTrace,
  type TraceFile,
  type TraceSink,
  ValidationFailed,
  Workflow,
} from '../../../lib/sdk/index.ts';
import {
  agentCall,
  type Scenario,
  type ServedPage,
  scriptedAgent,
  servePage,
  startScenario,
} from '../../../lib/testing/index.ts';

const SECRET = 'hunter2-and-more';
const box = { x: 10, y: 20, width: 30, height: 10 };
const agent = scriptedAgent([
  {
    prompt: /^Buy/,
    steps: [[agentCall.click(box), agentCall.tool('lookup', { sku: `A-${SECRET}` })]],
    returns: { price: 5 },
  },
  { prompt: /^Break/, steps: [[agentCall.click(box), agentCall.tool('broken', {})]] },
  { prompt: /^Wait/, steps: [[agentCall.wait(60)]] },
]);
const tools = [
  defineTool({
    name: 'lookup',
    description: 'Looks up a price.',
    input: z.object({ sku: z.string() }),
    run: () => ({ from: 'https://user:word@shop.example/', stock: 4 }),
  }),
  defineTool({
    name: 'broken',
    description: 'Breaks.',
    input: z.object({}),
    run: () => {
      throw new Error('no database');
    },
  }),
];

let folder: string;
let page: ServedPage;
let scenario: Scenario;
beforeAll(async () => {
  process.env.SHOP_PASSWORD = SECRET;
  folder = mkdtempSync(path.join(tmpdir(), 'traces-'));
  page = await servePage('<title>Shop</title><h1>Shoes</h1>');
  scenario = await startScenario({ agent });
});
afterAll(async () => {
  delete process.env.SHOP_PASSWORD;
  await scenario.close();
  await page[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs `work` in a session of its own. */
function inSession<T>(options: NovaActOptions, work: (nova: NovaAct) => Promise<T>): Promise<T> {
  return scenario.run(() =>
    Workflow.run({ definitionName: 'shop' }, async () => {
      await using nova = await NovaAct.start({ startingPage: page.url, tools, ...options });
      return await work(nova);
    }),
  );
}

const noError = () => undefined;
const read = (file: string | undefined): string => readFileSync(file ?? '', 'utf8');
const errors = (): readonly string[] =>
  scenario.events.flatMap((event) =>
    event.type === 'log' && event.level === 'error' ? [event.message] : [],
  );

describe('with a logsDirectory', () => {
  test('each act has a page and a trajectory, also one that failed, and the session a summary', async () => {
    const logsDirectory = path.join(folder, 'new', 'logs');
    const { bought, broken, canceled, sessionId } = await inSession({ logsDirectory }, async (nova) => {
      const { metadata } = await nova.actGet(`Buy with ${SECRET}`, z.object({ price: z.number() }));
      const failed = await nova.act('Break').then(noError, (error: ActError) => error.metadata);
      const cancel = new AbortController();
      const waiting = nova.act('Wait', { signal: cancel.signal });
      setTimeout(() => cancel.abort(new Error('enough')), 300);
      const stopped = await waiting.then(noError, (error: ActError) => error.metadata);
      expect(nova.totals.actCount).toBe(3);
      return { bought: metadata, broken: failed, canceled: stopped, sessionId: nova.sessionId };
    });

    const session = path.join(logsDirectory, sessionId);
    const summary = path.join(session, 'session_summary.json');
    expect(
      readdirSync(session)
        .map((name) => path.join(session, name))
        .sort(),
    ).toEqual(
      [bought, broken, canceled]
        .flatMap((metadata) => Object.values(metadata?.traceFiles ?? {}))
        .concat(summary)
        .sort(),
    );
    expect(statSync(session).mode & 0o777).toBe(0o700);
    expect(statSync(summary).mode & 0o777).toBe(0o600);
    expect(JSON.parse(read(summary))).toMatchObject({ session_id: sessionId, act_count: 3 });

    const text = read(bought.traceFiles?.trajectory);
    const trace = readActTrace(text);
    expect(trace).toMatchObject({
      status: 'SUCCEEDED',
      metadata: { workflow_definition_name: 'shop', act_id: bought.actId, num_steps_executed: 2 },
      steps: [
        {
          active_url: page.url,
          image: expect.stringMatching(/^data:image\/jpeg;base64,/),
          simplified_dom: expect.stringContaining('Shoes'),
          program: {
            calls: [
              { name: 'agentClick', kwargs: { click_type: 'left' }, is_tool: false, result: 'null' },
              { name: 'lookup', kwargs: { sku: 'A-[secret]' }, is_tool: true },
            ],
          },
        },
        { program: { calls: [{ name: 'return', is_return: true, kwargs: { value: '{"price":5}' } }] } },
      ],
    });
    expect(trace.steps[0]?.program.calls[1]?.result).toBe('{"from":"https://shop.example/","stock":4}');
    expect(text).not.toContain(SECRET);
    const html = read(bought.traceFiles?.page);
    expect(html).toContain('<rect x="10" y="20" width="30" height="10"');
    expect(html + bought.traceFiles?.page).not.toContain(SECRET);

    expect(read(broken?.traceFiles?.page)).toContain('<h3>ActToolError</h3>');
    expect(readActTrace(read(broken?.traceFiles?.trajectory))).toMatchObject({
      status: 'FAILED',
      error: { name: 'ActToolError', message: 'Tool "broken" failed: no database' },
      steps: [
        {
          program: {
            calls: [{ result: 'null' }, { name: 'broken', result: expect.stringMatching(/database/) }],
          },
        },
      ],
    });
    expect(read(canceled?.traceFiles?.page)).toContain('The act was canceled: enough');
    expect(errors()).toEqual([]);
  });

  test('what cannot be written is told, and the act is what it was', async () => {
    const logsDirectory = path.join(folder, 'blocked');
    const { metadata, sessionId } = await inSession({ logsDirectory }, async (nova) => {
      writeFileSync(path.join(logsDirectory, nova.sessionId), 'in the way');
      const result = await nova.act('Buy');
      return { ...result, sessionId: nova.sessionId };
    });

    expect(metadata.traceFiles).toBeUndefined();
    expect(errors()).toEqual([
      expect.stringMatching(/^The trace of an act could not be written: .*ENOTDIR/),
      expect.stringMatching(/^The summary of the session could not be written: .*ENOTDIR/),
    ]);
    expect(read(path.join(logsDirectory, sessionId))).toBe('in the way');
  });
});

describe('with a sink', () => {
  test('it gets complete files without a folder, and what it does not take is told', async () => {
    const files: TraceFile[] = [];
    const sink: TraceSink = {
      name: 'memory',
      put: async (file) => {
        if (file.kind === 'page') throw new Error('too large');
        await new Promise((resolve) => setTimeout(resolve, 100));
        files.push(file);
      },
    };
    const before = errors().length;
    const { metadata } = await inSession({ artifacts: sink }, (nova) => nova.act('Buy'));

    expect(metadata.traceFiles).toBeUndefined();
    expect(files.map(({ kind, name, actId }) => [kind, name, actId])).toEqual([
      ['trajectory', `act_${metadata.actId}_Buy_trajectory.json`, metadata.actId],
      ['summary', 'session_summary.json', undefined],
    ]);
    expect(readActTrace(Buffer.from(files[0]?.body ?? []).toString()).status).toBe('SUCCEEDED');
    expect(errors().slice(before)).toEqual([
      `act_${metadata.actId}_Buy.html could not be stored in memory: too large`,
    ]);
  });
});

describe('what cannot be used is said before a browser starts', () => {
  const file = (): string => {
    const name = path.join(folder, 'file');
    mkdirSync(folder, { recursive: true });
    writeFileSync(name, '');
    return name;
  };
  const browser = { ...localBrowser(), open: () => Promise.reject(new Error('opened')) };
  test.each<[string, () => NovaActOptions, string]>([
    [
      'no text',
      () => ({ browser, logsDirectory: ' ' }),
      'logsDirectory is " "; it must be the path of a folder.',
    ],
    ['a file', () => ({ browser, logsDirectory: file() }), 'logsDirectory cannot be used: '],
    [
      'no sink',
      () => ({ browser, artifacts: JSON.parse('{}') }),
      'artifacts is {}; it must be what s3Artifacts(…) gives',
    ],
  ])('%s', async (_, options, message) => {
    const started = inSession(options(), async () => undefined);
    await expect(started).rejects.toThrow(ValidationFailed);
    await expect(started).rejects.toThrow(message);
  });

  test('for a run, before it is created', async () => {
    const { length } = scenario.runs();
    const started = Workflow.run({ definitionName: 'shop', logsDirectory: file() }, () => undefined);
    await expect(started).rejects.toThrow('logsDirectory cannot be used');
    expect(scenario.runs()).toHaveLength(length);
  });
});
