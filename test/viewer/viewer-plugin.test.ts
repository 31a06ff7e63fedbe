import { describe, expect, test } from '@jest/globals';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { mainText } from './main-text.ts';
import {
  ACT,
  addAct,
  addStep,
  DEFINITION,
  emptyStore,
  PIXEL,
  RUN,
  SESSION,
  storeWithRun,
} from './sample-store.ts';
import { serveViewer } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const run = { definitionName: DEFINITION, runId: RUN };
const act = { ...run, sessionId: SESSION, actId: ACT };

describe('when nothing has happened yet', () => {
  test('the first page says what will appear', async () => {
    using sample = emptyStore();
    await using server = await serveViewer(sample.store);

    expect(mainText((await server.get('/viewer/')).text)).toContain('No workflow definitions yet.');
  });

  test('a definition without runs says so', async () => {
    using sample = storeWithRun();
    for (const record of sample.store.runs()) sample.store.removeRun(record);
    await sample.store.close();
    await using server = await serveViewer(sample.store);

    expect(mainText((await server.get(paths.definition(DEFINITION))).text)).toContain('No runs yet.');
  });

  test('an act without steps says so', async () => {
    using sample = storeWithRun({ status: 'RUNNING', endedAt: undefined });
    addAct(sample.store);
    await using server = await serveViewer(sample.store);

    const text = mainText((await server.get(paths.act(act))).text);
    expect(text).toContain('Still working: 0 steps so far.');
    expect(text).toContain('No steps yet.');
  });
});

describe('when a workflow has run', () => {
  test('the way from the root to the act is one of links', async () => {
    using sample = storeWithRun();
    addAct(sample.store);
    await using server = await serveViewer(sample.store);

    const root = await server.get('/');
    expect({ status: root.status, location: root.headers.location }).toEqual({
      status: 302,
      location: '/viewer/',
    });
    expect((await server.get('/viewer/')).text).toContain(`href="${paths.definition(DEFINITION)}"`);
    expect((await server.get(paths.definition(DEFINITION))).text).toContain(`href="${paths.run(run)}"`);
    expect((await server.get(paths.run(run))).text).toContain(`href="${paths.act(act)}"`);
  });

  test('the list of runs has status, duration and amount of work', async () => {
    using sample = storeWithRun({ status: 'TIMED_OUT' });
    addAct(sample.store);
    await using server = await serveViewer(sample.store);

    expect(mainText((await server.get(paths.definition(DEFINITION))).text)).toMatch(
      /11111111 Return the main heading of the page timed out .* 12\.5 s nova-act-offline 1 session, 1 act$/,
    );
  });

  test('the run has its sessions and acts with what they ended with', async () => {
    using sample = storeWithRun();
    const { store } = sample;
    const started = addAct(store);
    addStep(store, started, { calls: [{ callId: '1', name: 'return', input: ['"Welcome"'] }] });
    store.saveAct({ ...started, status: 'SUCCEEDED', endedAt: '2026-03-01T09:00:03.400Z' });
    await using server = await serveViewer(store);

    const text = mainText((await server.get(paths.run(run))).text);
    expect(text).toContain(
      'Session 1 22222222 1 Return the main heading of the page succeeded 1 step 2.4 s Welcome 1 Return Welcome',
    );
    expect(text).toContain('Act 1, step 1 succeeded');
  });

  test('a failed act shows its error', async () => {
    using sample = storeWithRun({ status: 'FAILED' });
    addAct(sample.store, {
      status: 'FAILED',
      endedAt: '2026-03-01T09:00:03.400Z',
      error: { type: 'ActTimeoutError', message: 'No answer in 30 s' },
    });
    await using server = await serveViewer(sample.store);

    expect(mainText((await server.get(paths.act(act))).text)).toContain('ActTimeoutError No answer in 30 s');
    expect(mainText((await server.get(paths.run(run))).text)).toContain('No answer in 30 s');
  });

  test('the act shows each step: address, screenshot with its boxes, program and results', async () => {
    using sample = storeWithRun();
    const { store } = sample;
    const task = 'Search, format output with jsonschema: {"type":"string"}';
    const started = addAct(store, { task, status: 'SUCCEEDED', endedAt: '2026-03-01T09:00:09.000Z' });
    addStep(store, started, {
      url: 'http://127.0.0.1/demo/search',
      calls: [
        { callId: '1', name: 'agentType', input: ['red shoes', '<box>10,20,30,60</box>', true] },
        { callId: '2', name: 'lookup', input: { sku: 'A-17' } },
      ],
    });
    addStep(store, started, {
      results: [
        { callId: '1', name: 'agentType', text: 'AgentRedirectError: The box is covered.' },
        { callId: '2', name: 'lookup', text: '{"stock":4}' },
      ],
      calls: [{ callId: '3', name: 'return', input: ['{"a":1}'] }],
    });
    await using server = await serveViewer(store);

    const page = (await server.get(paths.act(act))).text;

    const text = mainText(page);
    expect(text).toContain('Search answers {"type":"string"}');
    expect(text).toContain('Result { "a": 1 }');
    expect(text).toContain('http://127.0.0.1/demo/search');
    // The picture shows where.
    expect(text).toContain('Type "red shoes" , then Enter AgentRedirectError');
    expect(text).toContain('AgentRedirectError: The box is covered.');
    expect(text).toContain('Use the tool lookup with { "sku": "A-17" } {"stock":4}');
    expect(page).toContain(`src="${paths.screenshot({ ...act, index: 1 })}"`);
    expect(page).toContain('<rect x="20" y="10" width="40" height="20" rx="4"/>');
    expect(page).toContain('viewBox="0 0 1600 813"');
  });

  test('a screenshot is sent as the image that it is, and may be kept', async () => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store));
    await using server = await serveViewer(sample.store);

    const { status, headers, body } = await server.get(paths.screenshot({ ...act, index: 1 }));

    expect({ status, type: headers['content-type'], same: body.equals(PIXEL) }).toEqual({
      status: 200,
      type: 'image/jpeg',
      same: true,
    });
    expect(headers['cache-control']).toContain('immutable');
  });
});

describe('when something is asked for that is not there', () => {
  const other = '99999999-9999-4999-8999-999999999999';
  test.each([
    '/viewer/nowhere',
    paths.definition('unknown'),
    paths.run({ ...run, runId: other }),
    paths.run({ ...run, definitionName: 'other' }),
    paths.act({ ...act, actId: other }),
    paths.act({ ...act, sessionId: other }),
    paths.report({ ...run, runId: other }),
    paths.screenshot({ ...act, index: 2 }),
    `${paths.act(act)}/steps/..%2f..%2fact.json/screenshot`,
    `${paths.act(act)}/steps/-1/screenshot`,
  ])('%s is a page that says so', async (path) => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store));
    await using server = await serveViewer(sample.store);

    const { status, text } = await server.get(path);

    expect(status).toBe(404);
    expect(mainText(text)).toMatch(/^There is no /);
  });
});

describe('when somebody else asks', () => {
  test('a foreign Host header is refused, for every address', async () => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store));
    await using server = await serveViewer(sample.store);

    for (const path of [
      '/',
      '/viewer/',
      paths.act(act),
      paths.screenshot({ ...act, index: 1 }),
      '/viewer/events',
      '/viewer/x',
    ]) {
      const { status, text } = await server.get(path, { host: 'evil.example' });
      expect({ path, status }).toEqual({ path, status: 403 });
      expect(text).not.toContain('main heading');
    }
  });

  test('another site can neither embed a screenshot nor read a page', async () => {
    using sample = storeWithRun();
    addStep(sample.store, addAct(sample.store));
    await using server = await serveViewer(sample.store);
    const embedded = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };

    expect((await server.get(paths.screenshot({ ...act, index: 1 }), embedded)).status).toBe(403);
    expect((await server.get('/viewer/')).headers).toMatchObject({
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  test.each(['cross-site', 'same-site'])(
    'of a page that is %s links are followed, frames are not',
    async (site) => {
      using sample = storeWithRun();
      await using server = await serveViewer(sample.store);
      const statusOf = async (dest: string): Promise<number> => {
        const headers = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': dest };
        return (await server.get(paths.report(run), headers)).status;
      };

      expect(await statusOf('document')).toBe(200);
      for (const dest of ['iframe', 'frame', 'embed', 'object'])
        expect({ dest, status: await statusOf(dest) }).toEqual({ dest, status: 403 });
    },
  );

  test('every page permits only its own style and script', async () => {
    using sample = storeWithRun();
    await using server = await serveViewer(sample.store);

    const [first, second] = [await server.get('/viewer/'), await server.get('/viewer/')];

    const nonce = /'nonce-([^']+)'/.exec(String(first.headers['content-security-policy']))?.[1];
    expect(first.headers['content-security-policy']).toBe(
      `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
    );
    expect(second.headers['content-security-policy']).not.toContain(nonce);
    expect(first.text).not.toMatch(/ (on\w+|style)=/);
    expect(first.text).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});

describe('when a run is going on', () => {
  test('the page is told of changes of its run only', async () => {
    using sample = storeWithRun({ status: 'RUNNING', endedAt: undefined });
    const { store } = sample;
    const started = addAct(store);
    await using server = await serveViewer(store);
    const page = (await server.get(paths.run(run))).text;
    const eventsUrl = /data-events="([^"]+)"/.exec(page)?.[1]?.replaceAll('&#38;', '&');
    const leave = new AbortController();
    const stream = await fetch(`${server.url}${eventsUrl}`, { signal: leave.signal });
    const reader = stream.body?.getReader();
    const decoder = new TextDecoder();
    const next = async () => decoder.decode((await reader?.read())?.value);

    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    expect(await next()).toBe('retry: 1000\n\n');
    addStep(store, started);
    addStep(store, started);
    expect(await next()).toBe('data: changed\n\n');
    leave.abort();
  });

  test('the oldest of many streams gives way, and its page is told to ask now and then', async () => {
    using sample = storeWithRun();
    await using server = await serveViewer(sample.store);
    const open = () => fetch(`${server.url}${paths.events({})}`);
    const first = await open();
    for (let others = 0; others < 4; others += 1) await open();

    expect(await first.text()).toBe('retry: 1000\n\nevent: crowded\ndata: 10000\n\n');
    expect(sample.store.listenerCount('change')).toBe(4);
  });

  test('the server ends although pages listen', async () => {
    using sample = storeWithRun();
    const server = await serveViewer(sample.store);
    const stream = await fetch(`${server.url}${paths.events({})}`);

    await server[Symbol.asyncDispose]();

    expect(await stream.text()).toBe('retry: 1000\n\n');
    expect(sample.store.listenerCount('change')).toBe(0);
  });
});
