import { appendFileSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { AccountError } from '../../lib/cli/view/account-error.ts';
import { NovaActStore } from '../../lib/local/nova-act/store.ts';
import { browserTraceFiles } from '../../lib/local/viewer/browser-trace-files.ts';
import { StoreSource } from '../../lib/local/viewer/index.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import type { DefinitionItem } from '../../lib/viewer/view-model.ts';
import { startViewer } from '../../lib/viewer/viewer-server.ts';
import { storeTrace } from './recorded-trace.ts';
import {
  ACT,
  addAct,
  addStep,
  DEFINITION,
  RUN,
  type SampleStore,
  SESSION,
  storeWithRun,
} from './sample-store.ts';
import { type Answer, ask } from './viewer-server.ts';

const paths = viewerPaths('/viewer');
const HEX_NAME = Buffer.from('x.trace').toString('hex');
const run = { definitionName: DEFINITION, runId: RUN };
const act = { ...run, sessionId: SESSION, actId: ACT };

/** `x.trace`, without any content. */
const EMPTY_TRACE = Buffer.from(
  [
    `504b0304${'00'.repeat(22)}07000000${HEX_NAME}`,
    `504b0102${'00'.repeat(24)}0700${'00'.repeat(16)}${HEX_NAME}`,
    `504b0506000000000100010035000000250000000000`,
  ].join(''),
  'hex',
);

let sample: SampleStore;
beforeEach(() => {
  sample = storeWithRun();
});
afterEach(() => sample[Symbol.dispose]());

/** A source whose lists end with an error. */
class BrokenSource extends StoreSource {
  readonly #error: unknown;

  constructor(error: unknown) {
    super(sample.store);
    this.#error = error;
  }

  override async workflows(): Promise<readonly DefinitionItem[]> {
    throw this.#error;
  }
}

/** Asks a viewer that is there for this one request. */
async function visit(
  address: string,
  given: { readonly method?: string; readonly body?: string; readonly error?: unknown } = {},
): Promise<Answer & { readonly main: string; readonly faults: readonly string[] }> {
  const { error, ...asked } = given;
  const source = error === undefined ? new StoreSource(sample.store) : new BrokenSource(error);
  const faults: string[] = [];
  await using server = await startViewer({ source, port: 0, onFault: (report) => faults.push(report) });
  const { origin } = new URL(server.url);
  const headers = asked.body === undefined ? {} : { 'content-type': 'application/json' };
  const answer = await ask(`${origin}${address}`, { headers, ...asked });
  const main = answer.text.slice(answer.text.indexOf('<main'), answer.text.indexOf('</main>'));
  const words = main
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim();
  return { ...answer, main: words, faults };
}

describe('when a source cannot give what it has', () => {
  const denied = { what: 'Access denied: you may not.', fix: 'Ask for nova-act:ListWorkflowDefinitions.' };

  test('the page says what it is and what to do, in the state of the account', async () => {
    const answer = await visit('/viewer/', { error: new AccountError(denied, 403) });
    expect(answer).toMatchObject({ status: 403, faults: [] });
    expect(answer.main).toBe(`${denied.what} ${denied.fix}`);
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['cache-control']).toBe('no-store');
    expect((await visit('/viewer/', { error: new AccountError({ what: 'No answer.' }) })).status).toBe(502);
  });

  test('what nobody expected is a fault of ours: the stack is for the terminal, the page has nothing of it', async () => {
    const error = new TypeError('secret-4711 of /home/someone is <undefined>');
    const { status, text, main, faults } = await visit('/viewer/', { error });
    expect(status).toBe(500);
    expect(main).toContain('The viewer has failed This is a fault of nova-act-cdk');
    expect(text).not.toMatch(/secret-4711|someone|errors\.test/);
    expect(faults).toEqual([
      expect.stringMatching(
        /^The viewer failed at \/viewer\/\nTypeError: secret-4711[\s\S]*errors\.test\.ts/,
      ),
    ]);
  });
});

describe('when an address or a method is not one of the viewer', () => {
  test.each([
    ['/viewer/definitions/%E0%A4%A', 'There is no workflow "%E0%A4%A"'],
    ['/viewer/definitions/100%', 'There is no workflow "100%"'],
    ['/viewer/runs/%00', 'There is no run "\\u0000"'],
    ['/viewer/runs/%E2%80%AEabc', 'There is no run "\\u202eabc"'],
    [`/viewer/runs/${'a'.repeat(5000)}`, `There is no run "${'a'.repeat(100)}`],
    [
      `/viewer/definitions/${encodeURIComponent('<img src=x onerror=alert(1)>')}`,
      'There is no workflow "<img',
    ],
    [`/viewer/definitions/..%2f..%2fetc`, 'There is no workflow "../../etc"'],
    ['/viewer/invocations/__proto__', 'There is no invocation "__proto__"'],
    [`${paths.trace({ ...act, name: '../../x_trace.zip' })}`, 'There is no trace "../../x_trace.zip"'],
    [`${paths.trace({ ...act, name: 'invocation.json' })}`, 'There is no trace "invocation.json"'],
  ])('%s is a page that says so', async (address, said) => {
    const { status, main, text } = await visit(address);
    expect(status).toBe(404);
    expect(main).toContain(said);
    expect(main.length).toBeLessThan(600);
    expect(text).not.toContain('<img src=x');
  });

  test('HEAD has what GET has, but for the body; a stream of events is not begun', async () => {
    const [get, head] = [await visit('/viewer/'), await visit('/viewer/', { method: 'HEAD' })];
    expect({ status: head.status, type: head.headers['content-type'] }).toEqual({
      status: get.status,
      type: get.headers['content-type'],
    });
    expect(head.text).toBe('');
    expect((await visit('/viewer/events', { method: 'HEAD' })).status).toBe(404);
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PROPFIND'])(
    '%s is refused with those that are taken',
    async (method) => {
      const { status, headers, main } = await visit(paths.run(run), { method });
      expect({ status, allow: headers.allow }).toEqual({ status: 405, allow: 'GET, HEAD' });
      expect(main).toContain(`${method} is not taken here`);
    },
  );

  test('a body that cannot be read is the fault of who sent it', async () => {
    const { status, main, faults } = await visit('/viewer/', { method: 'POST', body: '{"a":' });
    expect({ status, faults }).toEqual({ status: 400, faults: [] });
    expect(main).toContain('The viewer does not understand this request');
  });
});

describe('when what is stored of a run is damaged', () => {
  /** As the next server finds it. */
  async function reopen(): Promise<void> {
    await sample.store.close();
    sample = { ...sample, store: NovaActStore.open({ stateDir: sample.directory }) };
  }

  /** The folder of the act's steps. */
  const actFolder = (): string => path.dirname(sample.store.screenshotFile({ actId: ACT, index: 1 }) ?? '');

  test('a damaged step hides its act alone: the run shows the rest, and says which file is to be mended', async () => {
    addStep(sample.store, addAct(sample.store, { status: 'SUCCEEDED' }));
    const other = { actId: '33333333-3333-4333-8333-333333333334', task: 'The other act' };
    addStep(sample.store, addAct(sample.store, other));
    appendFileSync(path.join(actFolder(), 'steps.jsonl'), '{"index":2,"stepId\n{"index":3}\n');
    await reopen();

    const page = await visit(paths.run(run));
    expect(page.status).toBe(200);
    expect(page.main).toContain('The other act');
    expect(page.main).toMatch(
      /What act 33333333 did is not shown: .*steps\.jsonl is not readable .* line 2.* Delete line 2/,
    );
    const single = await visit(paths.act(act));
    expect(single).toMatchObject({ status: 502, faults: [] });
    expect(single.main).toContain('steps.jsonl is not readable as state of local AWS: line 2');
  });

  test('an end that was cut off, and an act without steps, are not in the way', async () => {
    addStep(sample.store, addAct(sample.store));
    appendFileSync(path.join(actFolder(), 'steps.jsonl'), '{"index":2,"st');
    await reopen();
    addAct(sample.store, { actId: '33333333-3333-4333-8333-333333333334', task: 'Never began' });
    const page = await visit(paths.run(run));
    expect(page.status).toBe(200);
    expect(page.main).toContain('Never began');
    expect((await visit(paths.act(act))).main).toContain('Steps 1');
  });

  test.each(['../'.repeat(9), 'a/../../', '/', '.', '..\\'])(
    'a step whose picture would be elsewhere, at %sa.png, is damaged: nothing outside of its folder is shown',
    async (elsewhere) => {
      addStep(sample.store, addAct(sample.store, { status: 'SUCCEEDED' }));
      const file = path.join(actFolder(), 'steps.jsonl');
      const picture = JSON.stringify(`${elsewhere}a.png`);
      writeFileSync(
        file,
        readFileSync(file, 'utf8').replace('"step-0001.jpg"', () => picture),
      );
      await reopen();

      expect((await visit(paths.screenshot({ ...act, index: 1 }))).status).toBe(502);
      expect((await visit(paths.run(run))).main).toContain(
        'screenshotFile must be the name of a file, without folders',
      );
    },
  );

  test('steps that the file system does not give hide their act alone, too: page, report and comparison show the rest', async () => {
    addStep(sample.store, addAct(sample.store, { status: 'SUCCEEDED' }));
    addAct(sample.store, { actId: '33333333-3333-4333-8333-333333333334', task: 'The other act' });
    const file = path.join(actFolder(), 'steps.jsonl');
    rmSync(file);
    mkdirSync(file);
    await reopen();

    const whole = sample.store.run(RUN);
    const other = '11111111-1111-4111-8111-111111111112';
    if (whole) sample.store.saveRun({ ...whole, runId: other });

    for (const address of [paths.run(run), paths.report(run), paths.compare(RUN, other)]) {
      const { status, text, faults } = await visit(address);
      expect({ status, faults }).toEqual({ status: 200, faults: [] });
      expect(text).toContain('The other act');
      expect(text).toMatch(
        /What act 33333333 did is not shown: .*steps\.jsonl is not readable .*a directory/,
      );
      expect(text).not.toContain('not kept');
    }
    expect((await visit(paths.act(act))).status).toBe(502);
  });

  test('recordings that the file system does not give hide nothing else', async () => {
    addStep(sample.store, addAct(sample.store, { task: 'The act' }));
    mkdirSync(path.join(sample.directory, 'buckets'));
    // Not even a folder.
    writeFileSync(path.join(sample.directory, 'buckets', 'a-bucket'), '');
    const { status, main } = await visit(paths.run(run));
    expect(status).toBe(200);
    expect(main).toContain('The act');
    expect(main).toMatch(/What browsers recorded of session 22222222 is not shown: .*a-bucket/);
  });

  test('a recording that is too large, or is no file, is named with its place', async () => {
    const place = storeTrace(sample, Buffer.alloc(0));
    const [file = ''] = browserTraceFiles(sample.directory, place);
    truncateSync(file, 3_000_000_000);
    const large = await visit(paths.trace(place));
    expect(large).toMatchObject({ status: 502, faults: [] });
    expect(large.main).toContain(`${file} has 3.0 GB, more than the 500 MB that are shown here.`);
    expect(large.main).toContain('npx playwright show-trace');
    rmSync(file);
    mkdirSync(file);
    expect((await visit(paths.trace(place))).main).toContain(`${file} cannot be read: it is a directory.`);
  });

  test('an empty picture is none, and is asked for again', async () => {
    addStep(sample.store, addAct(sample.store));
    writeFileSync(path.join(actFolder(), 'step-0001.jpg'), '');
    const { status, headers } = await visit(paths.screenshot({ ...act, index: 1 }));
    expect({ status, cache: headers['cache-control'] }).toEqual({ status: 404, cache: 'no-store' });
  });

  test('what has ended without a time on record has no clock that runs', async () => {
    sample[Symbol.dispose]();
    sample = storeWithRun({ status: 'FAILED', endedAt: undefined });
    const { text, main } = await visit(paths.run(run));
    expect(main).toContain('Duration unknown');
    expect(text).not.toContain('data-since="');
  });

  test.each([
    ['half of a zip file', Buffer.from('PK\x03\x04 and so on'), 'It is not a whole zip file'],
    ['an empty file', Buffer.alloc(0), 'It is empty'],
    [
      'a zip file without a trace',
      Buffer.from(`PK\x05\x06${'\0'.repeat(18)}`),
      'There is no trace in the zip file',
    ],
    ['a zip file with an empty trace', EMPTY_TRACE, 'The trace in the zip file is empty'],
  ])('%s in place of a trace is told, and can be fetched as it is', async (_what, bytes, said) => {
    const place = storeTrace(sample, bytes);
    const { status, main, text } = await visit(paths.trace(place));
    expect(status).toBe(422);
    expect(main).toContain(`This trace cannot be shown ${said}`);
    expect(text).toContain(`href="${paths.run(run)}"`);
    const file = await visit(`${paths.trace(place)}?download`);
    expect({ status: file.status, same: file.body.equals(bytes) }).toEqual({ status: 200, same: true });
    expect(file.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="nova-act-11111111-22222222-act_${ACT}_trace.zip"`,
    });
  });
});
