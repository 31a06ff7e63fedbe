import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { InvocationRecord } from '../../lib/contract/invocation-record.ts';
import { addAct, DEFINITION, RUN, type SampleStore, storeWithRun } from './sample-store.ts';
import { serveViewer, type ViewerServer } from './viewer-server.ts';

const SESSION_ID = '66666666-6666-4666-8666-666666666666';
const REQUEST = '77777777-7777-4777-8777-777777777777';
const RUN_PAGE = `/viewer/definitions/${DEFINITION}/runs/${RUN}`;

let sample: SampleStore;
let viewer: ViewerServer;
beforeEach(() => {
  sample = storeWithRun({ status: 'FAILED', invocationId: `${SESSION_ID}.${REQUEST}` });
});
afterEach(async () => {
  await viewer[Symbol.asyncDispose]();
  sample[Symbol.dispose]();
});

async function page(pathname = RUN_PAGE): Promise<string> {
  viewer = await serveViewer(sample.store);
  return (await viewer.get(pathname)).text;
}

function record(details: Partial<InvocationRecord> = {}): void {
  sample.store.invocations.write({
    definitionName: DEFINITION,
    record: {
      id: `${SESSION_ID}.${REQUEST}`,
      status: 'FAILED',
      startedAt: '2026-03-01T09:00:00.000Z',
      sessionId: SESSION_ID,
      requestId: REQUEST,
      ...details,
    },
  });
}

function log(name: string, ...lines: string[]): string {
  const file = path.join(sample.directory, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, lines.join('\n'));
  return file;
}

describe('when a run has failed', () => {
  test('and nobody said why, the page says so', async () => {
    expect(await page()).toContain('<h3>No reason on record</h3>');
  });

  test('and an act says why, the page leaves it at that', async () => {
    addAct(sample.store, { status: 'FAILED', error: { type: 'ActError', message: 'no button' } });
    const text = await page();
    expect(text).toContain('no button');
    expect(text).not.toContain('No reason on record');
  });

  test('and local AWS had to end it, its reason is there without a record', async () => {
    const run = sample.store.run(RUN);
    if (run) sample.store.saveRun({ ...run, error: { type: 'SessionEnded', message: 'It is gone.' } });
    expect(await page()).toContain('<h3>SessionEnded</h3><pre>It is gone.</pre>');
  });

  test('the lines of its request are shown, in words', async () => {
    const line = (requestId: string, message: string): string =>
      JSON.stringify({ level: 'info', time: '2026-03-01T09:00:01.000Z', requestId, message, durationMs: 5 });
    record({
      log: log('logs/a.log', line(REQUEST, 'began'), line('another', 'of somebody else'), '<plain>'),
    });
    const text = await page();
    expect(text).toContain('09:00:01 info began durationMs=5</pre>');
    expect(text).not.toContain('of somebody else');
  });

  test('because its process ended, the last lines are shown, whosever they are', async () => {
    record({ log: log('logs/a.log', 'FATAL ERROR: <heap> out of memory'), exit: 'was ended by SIGABRT' });
    const text = await page();
    expect(text).toContain('<dt>Process</dt><dd>was ended by SIGABRT</dd>');
    expect(text).toContain('FATAL ERROR: &#60;heap&#62; out of memory');
  });

  test('a file that a record names is not shown unless it is a log', async () => {
    record({ log: log('elsewhere.log', 'private'), exit: 'ended with exit code 1' });
    expect(await page()).not.toContain('private');
  });
});

describe('when it is an item of a fleet', () => {
  const key = 'arn:aws:states:us-east-1:123456789012:execution:orders:monday@2026-11-01T00:00:00Z#id:<7>';

  test('the pages of its run and of its invocation say which, and how often it was begun', async () => {
    record({ workflowRunIds: [RUN], item: { key, attempts: 2, redrive: 0 } });
    const words = '<dt>Fleet</dt><dd>item "&#60;7&#62;" of monday, attempt 2</dd>';
    expect((await page()).replaceAll('&#34;', '"')).toContain(words);
    const { text } = await viewer.get(`/viewer/invocations/${REQUEST}`);
    expect(text.replaceAll('&#34;', '"')).toContain(words);
  });
});

describe('when members of a record have other types', () => {
  test.each([
    { error: { name: 5, message: ['x'] } },
    { error: 'boom' },
    { error: null },
    { workflowRunIds: 5 },
    { workflowRunIds: [{}] },
    { requestId: 7 },
    { endedAt: 7 },
    { log: {} },
  ])('with %j, pages say that it is damaged', async (details) => {
    record();
    const [folder = ''] = sample.store.invocations.foldersOf(DEFINITION);
    const file = path.join(folder, `${REQUEST}.json`);
    const whole: unknown = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify(Object.assign({}, whole, details)));
    expect(await page()).toContain('not readable');
    expect((await viewer.get(`/viewer/invocations/${REQUEST}`)).text).toContain('not readable');
  });

  test('with times that are none, its duration is unknown', async () => {
    record({ startedAt: 'now', endedAt: 'then' });
    expect(await page(`/viewer/invocations/${REQUEST}`)).toContain('<span class="duration">unknown</span>');
  });
});

describe('what a log does not have', () => {
  test('is said below it, where something is masked', async () => {
    record({ log: log('logs/a.log', 'No order [payload].'), exit: 'ended with exit code 1' });
    expect(await page()).toContain('stands for values of the payload, which logs do not have');
  });

  test('is not said where nothing is', async () => {
    record({ log: log('logs/a.log', 'No order.'), exit: 'ended with exit code 1' });
    const text = await page();
    expect(text).toContain('No order.');
    expect(text).not.toContain('values of the payload');
  });
});

describe('when a page of an invocation is asked for', () => {
  test.each(['RUNNING', 'SUCCEEDED'] as const)('its run is opened by a button: %s', async (status) => {
    record({ status, workflowRunIds: [RUN] });
    expect(await page(`/viewer/invocations/${REQUEST}`)).toContain(
      `<a class="button main" href="${RUN_PAGE}">Open the run</a>`,
    );
  });

  test('it leads to its runs, and the short address of a run to its page', async () => {
    record({ workflowRunIds: [RUN], error: { name: 'ShopError', message: 'Closed.' } });
    expect(await page(`/viewer/invocations/${REQUEST}`)).toContain(`href="${RUN_PAGE}"`);
    expect(await viewer.get(`/viewer/runs/${RUN}`)).toMatchObject({
      status: 302,
      headers: { location: RUN_PAGE },
    });
    expect(await viewer.get('/viewer/invocations/..%2F..%2Fx')).toMatchObject({ status: 404 });
    expect(await viewer.get('/viewer/runs/unknown')).toMatchObject({ status: 404 });
  });

  test('a change of the record is a change of the pages of its runs', async () => {
    await page();
    const changes: unknown[] = [];
    sample.store.on('change', (change) => changes.push(change));
    record();
    sample.store.invocations.wasPut(`${DEFINITION}/invocations/${REQUEST}.json`);
    sample.store.invocations.wasPut(`${DEFINITION}/runs/${RUN}.json`);
    const change = { kind: 'invocation', definitionName: DEFINITION };
    expect(changes).toEqual([change, change]);
  });
});

describe('when the host has noted which invocation a run belongs to', () => {
  test('that counts, whatever local AWS took it for', async () => {
    const other = `${SESSION_ID}.88888888-8888-4888-8888-888888888888`;
    record({ error: { name: 'Wrong', message: 'x' } });
    record({ id: other, error: { name: 'Right', message: 'y' } });
    const file = path.join(sample.directory, 'artifacts', DEFINITION, 'runs', `${RUN}.json`);
    mkdirSync(path.dirname(file));
    writeFileSync(
      file,
      JSON.stringify({ invocationId: other, definitionName: DEFINITION, startedAt: 'now' }),
    );
    const text = await page();
    expect(text).toContain('<h3>Right</h3>');
    expect(text).not.toContain('<h3>Wrong</h3>');
  });
});

describe('when the record of an invocation is damaged', () => {
  const fileOf = (requestId: string): string =>
    path.join(sample.directory, 'artifacts', DEFINITION, 'invocations', `${requestId}.json`);

  test.each([
    ['its beginning', (text: string) => text.slice(0, 100), 'it is not JSON, or was cut off'],
    ['nothing', () => '', 'it is empty'],
    ['null', () => 'null', 'it is not the record of an invocation'],
    ['no members', () => '{}', 'it is not the record of an invocation'],
    [
      'no such status',
      (text: string) => text.replace('FAILED', 'MAYBE'),
      'it is not the record of an invocation',
    ],
  ])('with %s, all pages say so, and which file it is', async (_what, damage, why) => {
    record({ payload: { city: 'Lima' }, log: log('logs/a.log', 'a line'), exit: 'ended' });
    const file = fileOf(REQUEST);
    writeFileSync(file, damage(readFileSync(file, 'utf8')));
    expect(await page()).toContain(
      `Its invocation, with payload, result and log, is not shown: ${file} is not readable as state of local AWS: ${why}.`,
    );
    for (const address of [`/viewer/invocations/${REQUEST}`, `/viewer/invocations/${REQUEST}/again`]) {
      const { status, text } = await viewer.get(address);
      expect(status).toBe(502);
      expect(text).toContain(`${file} is not readable as state of local AWS: ${why}.`);
    }
    for (const address of ['/viewer/runs', `/viewer/definitions/${DEFINITION}`])
      expect((await viewer.get(address)).text).toContain(
        `A record of an invocation is not readable: ${file}: ${why}.`,
      );
    record();
    expect((await viewer.get('/viewer/runs')).text).not.toContain('is not readable');
  });

  test('and another bucket has it whole, that one is shown', async () => {
    record({ error: { name: 'ShopError', message: 'Closed.' } });
    const other = path.join(
      sample.directory,
      'buckets',
      'other',
      DEFINITION,
      'invocations',
      `${REQUEST}.json`,
    );
    mkdirSync(path.dirname(other), { recursive: true });
    renameSync(fileOf(REQUEST), other);
    writeFileSync(fileOf(REQUEST), '{');
    const text = await page();
    expect(text).toContain('<h3>ShopError</h3>');
    expect(text).not.toContain('is not readable');
  });

  test('as a folder is, it takes no page with it', async () => {
    mkdirSync(fileOf(REQUEST), { recursive: true });
    expect(await page()).toContain(
      `${REQUEST}.json is not readable as state of local AWS: it is a directory.`,
    );
    expect(await viewer.get('/viewer/runs')).toMatchObject({ status: 200 });
  });
});

describe('when an invocation began no run', () => {
  const OTHER = '99999999-9999-4999-8999-999999999999';
  const failedStart = (details: Partial<InvocationRecord> = {}): void =>
    record({
      id: `${SESSION_ID}.${OTHER}`,
      requestId: OTHER,
      error: { name: 'TypeError', message: 'payload.orders is missing' },
      ...details,
    });

  test.each([`/viewer/definitions/${DEFINITION}`, '/viewer/runs'])(
    '%s names it, above the runs',
    async (place) => {
      failedStart();
      const text = await page(place);
      expect(text).toMatch(/Invocations that began no run.*99999999.*payload\.orders is missing.*11111111/s);
      // That one has a run.
      expect(text).not.toContain('77777777');
    },
  );

  test.each(['status=FAILED', 'text=PAYLOAD.orders', `text=${OTHER}`, 'since=2026-02-27T00:00'])(
    'the filter %s finds it',
    async (filter) => {
      failedStart();
      expect(await page(`/viewer/runs?${filter}`)).toContain('began no run');
    },
  );

  test.each(['status=SUCCEEDED', 'text=refund', 'until=2026-02-27T00:00'])(
    'the filter %s does not',
    async (filter) => {
      failedStart();
      expect(await page(`/viewer/runs?${filter}`)).not.toContain('began no run');
    },
  );

  test('the card of its workflow says so, until a later run', async () => {
    failedStart({ startedAt: '2026-03-01T08:00:00.000Z' });
    expect(await page('/viewer/')).not.toContain('before a run began');
    failedStart({ startedAt: '2026-03-02T08:00:00.000Z' });
    expect((await viewer.get('/viewer/')).text).toContain('An invocation failed before a run began');
  });

  test('where there are too many records to look through, that is said', async () => {
    failedStart();
    const [folder = ''] = sample.store.invocations.foldersOf(DEFINITION);
    for (let index = 0; index <= 2000; index += 1) writeFileSync(path.join(folder, `${index}.json`), '{}');
    const text = await page('/viewer/runs');
    expect(text).toContain('Earlier invocations that began no run are not looked for');
    expect(text).not.toContain('99999999');
  });

  test('nobody reads that there are no runs yet', async () => {
    failedStart();
    for (const run of sample.store.runs()) sample.store.removeRun(run);
    await sample.store.close();
    const text = await page(`/viewer/definitions/${DEFINITION}`);
    expect(text).toContain('the invocations above ended before one began');
    expect(text).not.toContain('No runs yet');
  });

  test('it comes while somebody looks, and goes when its run begins', async () => {
    expect(await page('/viewer/runs')).not.toContain('began no run');
    failedStart({ status: 'RUNNING', error: undefined });
    expect((await viewer.get('/viewer/runs')).text).toContain('99999999');
    failedStart({ status: 'RUNNING', error: undefined, workflowRunIds: [RUN] });
    expect((await viewer.get('/viewer/runs')).text).not.toContain('99999999');
  });
});
