import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../../lib/browser/index.ts';
import { viewerPaths } from '../../../lib/viewer/index.ts';
import { withEnvironment } from '../../service/environment.ts';
import { callCommand } from '../call-command.ts';
import { startViewedProject } from './viewed-project.ts';

let project: Awaited<ReturnType<typeof startViewedProject>>;
let environment: Disposable;
let browser: OpenBrowser;
let account: Awaited<ReturnType<typeof project.view>>;
/** A run that succeeded, and one that failed in its last act. */
let good: string;
let bad: string;
/** One of a workflow that stores nothing itself. */
let plain: string;
beforeAll(async () => {
  project = await startViewedProject();
  environment = withEnvironment({
    AWS_ENDPOINT_URL: project.aws.url,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_REGION: 'us-east-1',
    NOVA_ACT_STATE_DIR: undefined,
  });
  good = await project.invoke({ last: 'Return the title', password: 'hunter22' });
  bad = await project.invoke({ last: 'Dance' });
  plain = await project.invoke({ last: 'Return the title' }, 'plain');
  browser = await localBrowser().open();
  account = await project.view();
});
afterAll(async () => {
  await browser?.close();
  await project?.[Symbol.asyncDispose]();
  environment?.[Symbol.dispose]();
});

const paths = viewerPaths('/viewer');
const placeOf = (runId: string) => ({ definitionName: runId === plain ? 'plain' : 'trip', runId });

/**
 * What may differ: AWS tells no player and other times, a stored trace has the times of the service, too, and what the service has
 * exported is there as files.
 */
function comparable(line: string): string {
  return (
    line
      .replace(/, played by .*$/, '')
      // Who would have to ask for it offers it for the first run, too.
      .replace('Compare with the run before ', '')
      .replace(/\d{1,2} \w+ \d{4}, /, '')
      .replace(/\d{2}:\d{2}:\d{2}(?: UTC)?/g, '<time>')
      .replace(/\d[\d.,]* (?:ms|s|min)\b/g, '<duration>')
  );
}

/** What a person reads on a page, line by line. */
async function linesOf(page: Page): Promise<readonly string[]> {
  // biome-ignore lint/performance/useDomNodeTextContent: what is hidden is not read
  const text = await page.locator('main').innerText();
  return text
    .split('\n')
    .map((line) => comparable(line.trim()))
    .filter(
      (line) =>
        line !== '' &&
        line !== '<duration>' &&
        line !== 'Waiting for the service' &&
        !/^(?:Raw files$|\d+ files?, .* exported by Nova Act)/.test(line),
    );
}

/** The same page of the local viewer and of `view`. */
async function both(path: string) {
  const page = await browser.context.newPage();
  const read = async (origin: string) => {
    await page.goto(new URL(path, origin).href);
    const images = await page.locator('main img').all();
    const widths = images.map((image) =>
      image.evaluate(async (element) => {
        if (!(element instanceof HTMLImageElement)) return 0;
        await element.decode();
        return element.naturalWidth;
      }),
    );
    return { lines: await linesOf(page), pictures: await Promise.all(widths) };
  };
  try {
    return { local: await read(project.aws.url), account: await read(account.url) };
  } finally {
    await page.close();
  }
}

describe('against an AWS of which nothing is known but what its clients are told', () => {
  test('the pages of runs say the same as those of the local viewer: prompts, answers, payload, result, log', async () => {
    const succeeded = await both(paths.run(placeOf(good)));
    const failed = await both(paths.run(placeOf(bad)));

    expect(succeeded.account).toEqual(succeeded.local);
    expect(failed.account).toEqual(failed.local);
    const exported = await both(paths.run(placeOf(plain)));
    expect(exported.account).toEqual(exported.local);
    expect(exported.account.pictures.length).toBeGreaterThan(0);
    const said = succeeded.account.lines.join('\n');
    for (const part of [
      'Return the main heading',
      'Travel well, carry little',
      '[secret]',
      'info run ended status=SUCCEEDED',
    ])
      expect(said).toContain(part);
    expect(said).not.toContain('hunter22');
    expect(failed.account.lines.join('\n')).toContain('I did not understand: Dance.');
  });

  test('the pages of acts have the same steps and pictures', async () => {
    const acts = [good, bad, plain].flatMap((runId) => project.aws.store.acts({ runId }));
    expect(acts).toHaveLength(9);
    for (const act of acts) {
      const { local, account: seen } = await both(paths.act(act));
      expect(seen).toEqual(local);
      expect(seen.pictures.length).toBeGreaterThan(0);
    }
  });

  test('the page of an invocation says the same, and how it is started again', async () => {
    const { local, account: seen } = await both(paths.invocation(project.requestIdOf(good)));
    expect(seen.lines).toEqual(expect.arrayContaining(local.lines.filter((line) => !/again/i.test(line))));
  });

  test('lists have its runs, and a run is found without its definition', async () => {
    const page = await browser.context.newPage();
    await page.goto(new URL(paths.definition('trip'), account.url).href);
    expect(
      await page.locator('main a').evaluateAll((links) => links.map((link) => link.getAttribute('href'))),
    ).toEqual(expect.arrayContaining([paths.run(placeOf(good)), paths.run(placeOf(bad))]));
    await page.goto(new URL(`/viewer/runs/${good}`, account.url).href);
    expect(new URL(page.url()).pathname).toBe(paths.run(placeOf(good)));
    expect(await page.locator('.brand').textContent()).toBe(`Local AWS at ${project.aws.url}`);
    await page.close();
  });

  test('a report is saved with its pictures', async () => {
    const report = await fetch(new URL(paths.report(placeOf(good)), account.url));
    const text = await report.text();
    expect(report.status).toBe(200);
    expect(text.match(/href="data:image\/jpeg;base64,/g)?.length ?? 0).toBeGreaterThan(0);
    expect(text).toContain('Travel well, carry little');
  });
});

test('a port that is taken is a wrong use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const called = await callCommand(['view', '--port', port], {
    projectRoot: project.elsewhere,
    environment: process.env,
  });
  server.close();
  expect(called).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining(`Port ${port} is taken by another program. Choose another with --port`),
  });
});

// Last: it ends the viewer of the others.
test('Ctrl-C ends it at once, also while pages are open', async () => {
  const page = await browser.context.newPage();
  await page.goto(new URL(paths.run(placeOf(good)), account.url).href);
  const startedMs = Date.now();
  project.interrupt();
  expect(await account.ended).toBe(0);
  expect(Date.now() - startedMs).toBeLessThan(3_000);
  await page.close();
});
