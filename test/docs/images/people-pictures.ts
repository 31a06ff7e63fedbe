import type { BrowserContextOptions, Page } from 'playwright-core';
import type { OpenBrowser } from '../../../lib/browser/index.ts';
import { VIEWER_PATH, viewerPaths } from '../../../lib/viewer/index.ts';
import { serveDesk } from '../../desk/page/support/served-desk.ts';
import type { SampleRun, SampleRuns } from './sample-runs.ts';

/** Takes the pictures of people who answer and take over: two runs from their questions to their ends, one that waits in vain. */
export async function peoplePictures({ browser, samples, save }: PicturesOfPeople): Promise<void> {
  const { local, runs, ask } = samples;
  const open = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await browser.context.browser()?.newContext(options);
    if (context === undefined) throw new Error('The browser makes no contexts.');
    return await context.newPage();
  };
  /** From the page of the run to that of its question. */
  const answer = async (page: Page, { runId = '' }: SampleRun, button: string): Promise<void> => {
    const path = viewerPaths(VIEWER_PATH).run({ definitionName: DEFINITION, runId });
    await page.goto(new URL(path, local.url).href);
    // The page is renewed when its run asks.
    await page.getByRole('button', { name: button, exact: true }).click();
    await page.locator('.question').waitFor();
  };

  const telephone = await open(TELEPHONE);
  await answer(telephone, runs.waiting, 'Answer');
  await telephone.locator('.picture img').waitFor();
  await save('question', telephone);
  await approve(telephone);
  await save('question-approved', telephone);
  await answer(telephone, runs.waiting, 'Take over or answer');
  await takeOver(telephone);
  await save('take-over-narrow', telephone);

  const desk = await open({ viewport: { width: 1280, height: 800 } });
  const run = await ask();
  await answer(desk, run, 'Answer');
  await approve(desk);
  await answer(desk, run, 'Take over or answer');
  await takeOver(desk);
  await typeInto(desk, 'We arrive at nine in the evening.');
  await save('take-over', desk);
  await desk.getByRole('button', { name: 'Give back: done' }).click();
  // What a double click hits is no answer.
  await desk.waitForTimeout(600);
  await desk.getByRole('dialog').getByRole('button', { name: 'Give back' }).click();
  await desk.getByRole('heading', { name: 'The workflow has got it' }).waitFor();
  const { runId = '' } = run;
  await desk.goto(
    new URL(viewerPaths(VIEWER_PATH).run({ definitionName: DEFINITION, runId }), local.url).href,
  );
  await desk.getByText('succeeded').first().waitFor();
  await save('run-with-people', desk);

  await answer(telephone, await ask({ waitMs: 6_000 }), 'Answer');
  await telephone.getByRole('heading', { name: 'Time is up' }).waitFor();
  await save('question-expired', telephone);

  await using asking = await signingDesk();
  await telephone.goto(asking.link);
  await telephone.getByRole('button', { name: 'Sign in' }).waitFor();
  await save('question-sign-in', telephone);
}

interface PicturesOfPeople {
  readonly browser: OpenBrowser;
  readonly samples: SampleRuns;
  readonly save: (name: string, page: Page) => Promise<void>;
}

const DEFINITION = 'booked-with-people';
const TELEPHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
/** Of the sessions whose browsers are taken over, in CSS pixels. */
const VIEWPORT_WIDTH = 1600;
/** Where the message of the booking stands in them. */
const MESSAGE = { x: 660, y: 750 };

async function approve(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill('Grace');
  await page.getByRole('button', { name: 'Approve', exact: true }).click();
  // What a double click hits is no answer.
  await page.waitForTimeout(600);
  await page.getByRole('button', { name: 'Yes, approve' }).click();
  await page.getByRole('heading', { name: 'The workflow has got it' }).waitFor();
}

async function takeOver(page: Page): Promise<void> {
  await page.getByLabel('Your name').fill('Alan');
  await page.getByRole('button', { name: 'Take over', exact: true }).click();
  await page.waitForFunction(() => (document.querySelector('canvas')?.width ?? 0) > 300);
  // The first picture is followed by a sharp one.
  await page.waitForTimeout(1500);
}

async function typeInto(page: Page, text: string): Promise<void> {
  const box = await page.locator('canvas').boundingBox();
  if (box === null) throw new Error('The live page is not there.');
  const scale = box.width / VIEWPORT_WIDTH;
  await page.mouse.click(box.x + MESSAGE.x * scale, box.y + MESSAGE.y * scale);
  await page.keyboard.type(text);
  await page.waitForTimeout(1000);
}

/** A desk that lets nobody take over who has not signed in, as on AWS. */
async function signingDesk(): Promise<AsyncDisposable & { readonly link: string }> {
  const desk = await serveDesk({ signIn: (origin) => ({ issuer: `${origin}/issuer`, clientId: 'page' }) });
  const { link } = await desk.ask({
    kind: 'takeOver',
    message: 'Please solve the captcha.',
    pageUrl: 'https://shop.example/checkout',
  });
  return { link, [Symbol.asyncDispose]: () => desk.close() };
}
