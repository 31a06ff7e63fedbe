// Takes the pictures of docs/images from runs of today: npm run docs:images
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { localBrowser } from '../../../lib/browser/index.ts';
import { VIEWER_PATH, viewerPaths } from '../../../lib/viewer/index.ts';
import { peoplePictures } from './people-pictures.ts';
import { type SampleRun, sampleRuns } from './sample-runs.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../docs/images');
const paths = viewerPaths(VIEWER_PATH);

const samples = await sampleRuns();
const { local, runs } = samples;
const browser = await localBrowser().open();
try {
  const at = (place: string): string => new URL(place, local.url).href;
  const runPage = (definitionName: string, { runId = '' }: SampleRun, actId?: string): string =>
    at(paths.run({ definitionName, runId }, actId === undefined ? undefined : { actId }));
  const { tour, again, parallel, failedAct, failedBetween, failedStart } = runs;
  await mkdirAnew();
  await picture('run', { url: runPage('shop-tour', tour) });
  await picture('run-dark', { url: runPage('shop-tour', tour), colorScheme: 'dark' });
  await picture('run-narrow', { url: runPage('shop-tour', tour), width: 390, height: 844 });
  await picture('parallel-sessions', { url: runPage('three-readers', parallel) });
  await picture('failed-act', { url: runPage('wrong-turn', failedAct) });
  await picture('failed-between-acts', { url: runPage('wrong-turn', failedBetween) });
  await picture('failed-start', { url: at(paths.invocation(failedStart.requestId ?? '')) });
  await picture('compare', { url: at(paths.compare(again.runId ?? '', tour.runId ?? '')) });
  await picture('all-runs', { url: at(paths.runs()) });
  await picture('trace', {
    url: runPage('shop-tour', tour, local.store.acts({ runId: tour.runId })[1]?.actId),
    open: openTrace,
  });
  await peoplePictures({ browser, samples, save });
} finally {
  await browser.close();
  await local.close();
}

/** What is in sight of a page, as small as it may be to be read. */
async function picture(
  name: string,
  view: {
    readonly url: string;
    readonly width?: number;
    readonly height?: number;
    readonly colorScheme?: 'light' | 'dark';
    readonly open?: (page: Page) => Promise<void>;
  },
): Promise<void> {
  const { url, width = 1280, height = 860, colorScheme = 'light', open } = view;
  const page = await browser.context.newPage();
  try {
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ colorScheme });
    await page.goto(url, { waitUntil: 'load' });
    await open?.(page);
    await save(name, page);
  } finally {
    await page.close();
  }
}

async function save(name: string, page: Page): Promise<void> {
  await page.screenshot({ path: path.join(FOLDER, `${name}.jpg`), type: 'jpeg', quality: 62 });
}

/** Playwright's viewer, with what the page asked the network for in the chosen act. */
async function openTrace(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Playwright trace: console, network' }).click();
  await page.getByRole('tab', { name: /Network/ }).click({ timeout: 30_000 });
  await page.locator('iframe').first().waitFor();
  // Its pictures come one by one.
  await page.waitForTimeout(2000);
}

async function mkdirAnew(): Promise<void> {
  rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
}
