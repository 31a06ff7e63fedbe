import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import { StoreSource } from '../../lib/local/viewer/index.ts';
import { runReport, viewerPaths } from '../../lib/viewer/index.ts';
import { type SampleRuns, sampleRuns } from '../docs/images/sample-runs.ts';
import { storeTrace } from './recorded-trace.ts';

const paths = viewerPaths('/viewer');

/** A new page is one more line: its name, and its address on the sample runs. */
const PAGES: Readonly<Record<string, (samples: Samples) => string>> = {
  'the list of workflows': () => paths.definitions(),
  'the list of all runs': () => paths.runs(),
  'the list of all runs, filtered': () => paths.runs({ status: 'FAILED', text: 'express' }),
  'a filter that cannot be': () => `${paths.runs()}?status=PURPLE`,
  'the runs of a workflow': () => paths.definition('shop-tour'),
  'a run of many acts': ({ run }) => paths.run(run('tour')),
  'a chosen step': ({ run, act }) => paths.run(run('tour'), { actId: act('tour').actId, step: 1 }),
  'parallel sessions': ({ run }) => paths.run(run('parallel')),
  'a run that failed in an act': ({ run }) => paths.run(run('failedAct')),
  'a run that failed between acts': ({ run }) => paths.run(run('failedBetween')),
  'a run that waits for a person': ({ run }) => paths.run(run('waiting')),
  'a run whose people have answered, and not': ({ run }) => paths.run(run('answered')),
  'the runs of a workflow that waits for a person': () => paths.definition('booked-with-people'),
  'an act in which a person was asked': ({ lastAct }) => paths.act(lastAct('answered')),
  'an act': ({ act }) => paths.act(act('tour')),
  'an act that failed': ({ act }) => paths.act(act('failedAct')),
  'two runs beside each other': ({ run }) => paths.compare(run('tour').runId, run('again').runId),
  'an invocation': ({ request }) => paths.invocation(request('tour')),
  'an invocation without a run': ({ request }) => paths.invocation(request('failedStart')),
  'the form that starts again': ({ request }) => paths.again(request('tour')),
  'what is not there': () => '/viewer/nowhere',
  'a broken trace': ({ trace }) => paths.trace(trace),
  'the report as a file': ({ reportFile }) => reportFile,
};
const WIDTHS_PX = [390, 1280];

interface Samples {
  readonly run: (name: keyof SampleRuns['runs']) => {
    readonly definitionName: string;
    readonly runId: string;
  };
  readonly act: (name: keyof SampleRuns['runs']) => Parameters<typeof paths.act>[0];
  readonly lastAct: (name: keyof SampleRuns['runs']) => Parameters<typeof paths.act>[0];
  readonly request: (name: keyof SampleRuns['runs']) => string;
  readonly trace: Parameters<typeof paths.trace>[0];
  /** Its address. */
  readonly reportFile: string;
}

let sampled: SampleRuns;
let samples: Samples;
let opened: OpenBrowser;
let page: Page;

beforeAll(async () => {
  [sampled, opened] = await Promise.all([sampleRuns(), localBrowser().open()]);
  page = opened.page();
  await page.addInitScript({ content: AXE });
  samples = await samplesOf(sampled);
}, 300_000);
afterAll(async () => {
  await opened?.close();
  await sampled?.local.close();
});

async function samplesOf({ local, runs }: SampleRuns): Promise<Samples> {
  const { store, stateDir } = local;
  const idOf = (name: keyof typeof runs): string => runs[name].runId ?? '';
  const run: Samples['run'] = (name) => {
    const runId = idOf(name);
    return { definitionName: store.run(runId)?.definitionName ?? '', runId };
  };
  const actAt =
    (index: number): Samples['act'] =>
    (name) => {
      const found = store.acts({ runId: idOf(name) }).at(index);
      if (found === undefined) throw new Error(`The run ${name} has no act.`);
      return found;
    };
  const act = actAt(0);
  const report = await runReport(new StoreSource(store), run('tour'));
  const file = path.join(stateDir, 'report.html');
  writeFileSync(file, report ?? '');
  return {
    run,
    act,
    lastAct: actAt(-1),
    request: (name) => runs[name].requestId ?? '',
    trace: storeTrace({ directory: stateDir, place: act('tour') }, Buffer.from('half'), 'act_x_trace.zip'),
    reportFile: pathToFileURL(file).href,
  };
}

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

/** What keeps people from reading or using the page that is shown. */
async function seriousFindings(): Promise<readonly string[]> {
  // Pictures that are not there yet, and colours in between, are no findings.
  await page.waitForLoadState('load');
  const { violations } = await page.evaluate<AxeResults>(
    'axe.run(document, { resultTypes: ["violations"] })',
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    );
}

test.each(['light', 'dark'] as const)(
  'a picture that is gone leaves its words, and room for them, %s',
  async (colorScheme) => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.route('**/screenshot', (route) => route.fulfill({ status: 404 }));
    try {
      await page.goto(new URL(paths.act(samples.act('tour')), sampled.local.url).href);
      const picture = page.getByAltText('The page before step 1');
      await picture.scrollIntoViewIfNeeded();
      expect((await picture.boundingBox())?.height).toBeGreaterThanOrEqual(48);
      expect(await seriousFindings()).toEqual([]);
    } finally {
      await page.unroute('**/screenshot');
    }
  },
);

test('faults are found, so that the rows below can fail', async () => {
  await page.goto('about:blank');
  await page.setContent(
    '<html><body><img src="data:,"><p style="color:#bbb;background:#fff">pale</p></body></html>',
  );
  await page.evaluate(AXE);
  const found = (await seriousFindings()).map((finding) => finding.split(':')[0]);
  expect(found).toEqual(expect.arrayContaining(['image-alt', 'color-contrast', 'html-has-lang']));
});

describe.each(Object.entries(PAGES))('%s', (_name, addressOf) => {
  test.each(WIDTHS_PX)('can be read and used by all, %i px wide, light and dark', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.goto(new URL(addressOf(samples), sampled.local.url).href);
      expect({ colorScheme, findings: await seriousFindings() }).toEqual({ colorScheme, findings: [] });
    }
  });

  test.each(WIDTHS_PX)('does not scroll sideways, %i px wide', async (width) => {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(new URL(addressOf(samples), sampled.local.url).href);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
});
