import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import { deployLocally } from '../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { NovaActClient } from '../../lib/service/index.ts';
import { makeProject } from '../bundle/project.ts';

// Three browsers and a workflow in a process of its own.
jest.setTimeout(120_000);

/** Where the pictures go, for whoever wants to look. @default nowhere */
const { PICTURES_DIR } = process.env;
const SDK = path.resolve(import.meta.dirname, '..', '..', 'lib', 'sdk', 'index.ts');
const CODE = '4711-secret';
/** Of sessions that say nothing else. */
const VIEWPORT = { width: 1600, height: 813 };
const SESSION = 'a-session-that-is-asked-for-approval-and-help';

/** A shop that lets nobody through who cannot type what stands there. */
const SHOP = `<!doctype html><title>Shop</title><h1>Basket</h1><button id="buy">Buy</button>
<form hidden><label>What stands on your card? <input id="code"></label><button id="check">Continue</button></form>
<style>
input { position: fixed; left: 40px; top: 200px; width: 300px; height: 40px }
#check { position: fixed; left: 40px; top: 280px; width: 200px; height: 40px }
</style>
<script>
const form = document.querySelector('form');
document.getElementById('buy').onclick = () => { form.hidden = false; document.querySelector('h1').textContent = 'Are you human?'; };
form.onsubmit = (event) => {
  event.preventDefault();
  if (document.getElementById('code').value !== '${CODE}') return;
  form.hidden = true;
  document.querySelector('h1').textContent = 'Thank you';
  fetch('/submitted', { method: 'POST' });
};
</script>`;

const project = makeProject({
  'workflows/buy.ts': `
    import { NovaAct, webHuman, workflow } from ${JSON.stringify(SDK)};
    export const main = workflow({ definitionName: 'buy', human: webHuman() }, async ({ url }: { url: string }) => {
      await using nova = await NovaAct.start({ startingPage: url });
      const { response } = await nova.act(
        "Ask for approval before you click 'Buy', then ask a person to type what stands on the card, then return the main heading",
      );
      return response;
    });
  `,
});
const stateDir = path.join(project.root, 'state');
let aws: LocalAws;
let agentCore: BedrockAgentCoreClient;
let agentRuntimeArn: string;
const browsers: OpenBrowser[] = [];

beforeAll(async () => {
  aws = await startLocalAws({ stateDir });
  const connection = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  agentCore = new BedrockAgentCoreClient({ ...connection, endpoint: aws.url, maxAttempts: 1 });
  const client = new NovaActClient({ ...connection, endpoint: aws.url });
  const [deployment] = await deployLocally({
    catalog: [{ name: 'buy', entry: 'workflows/buy.ts', definitionName: 'buy', description: 'Buys.' }],
    projectRoot: project.root,
    stateDir,
    client,
  });
  client.destroy();
  agentRuntimeArn = deployment?.outputs.RuntimeArn ?? '';
  if (PICTURES_DIR) mkdirSync(PICTURES_DIR, { recursive: true });
});

afterAll(async () => {
  for (const browser of browsers) await browser.close();
  agentCore?.destroy();
  await aws?.close();
  project.remove();
});

test('a person approves on a telephone, another takes over and gives back, and the run says who, when and what', async () => {
  const submitted: string[] = [];
  await using shop = await serveShop(() => submitted.push('once'));
  const [telephone, desk] = [await openPage(390, 844), await openPage(1280, 900)];
  const result = invoke({ url: shop.url });

  // The first sees in the viewer that somebody is asked, and approves.
  await openRun(telephone);
  await picture(telephone, 'run-that-waits-390');
  await telephone.getByRole('button', { name: 'Answer' }).click();
  await telephone.getByText("May I click 'Buy'?").waitFor();
  expect(await telephone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await picture(telephone, 'approve-390');
  await telephone.getByLabel(/name/i).fill('Ana');
  await telephone.getByRole('button', { name: 'Approve' }).click();
  await telephone.getByRole('button', { name: 'Yes, approve' }).click();
  await telephone.getByRole('heading', { name: 'The workflow has got it' }).waitFor();
  await picture(telephone, 'approved-390');

  // The second takes over, types into the live page, and gives it back.
  await openRun(desk);
  await desk.getByRole('button', { name: 'Take over or answer' }).click();
  await desk.getByText('Please type what stands on the card.').waitFor();
  await desk.getByLabel(/name/i).fill('Ben');
  await desk.getByRole('button', { name: 'Take over' }).click();

  await waitUntil(async () => (await pixelsOf(desk)) > 1);
  await picture(desk, 'take-over-1280');
  await clickAt(desk, { x: 100, y: 220 });
  await desk.keyboard.type(CODE);
  await clickAt(desk, { x: 100, y: 300 });
  await waitUntil(async () => submitted.length > 0);
  await picture(desk, 'solved-1280');
  await desk.getByRole('button', { name: 'Give back: done' }).click();
  const confirm = desk.getByRole('dialog').getByRole('button').last();
  if (await confirm.isVisible()) await confirm.click();

  expect(await result).toBe('Thank you');
  await picture(desk, 'given-back-1280');

  // Who, when, what; and not what was typed.
  await openRun(desk);
  await picture(desk, 'run-1280');
  const main = (await desk.locator('main').textContent()) ?? '';
  expect(main).toContain('Ana');
  expect(main).toContain('Ben');
  expect(filesWith(stateDir, CODE)).toEqual([]);
  expect(filesWith(stateDir, "May I click 'Buy'?")).not.toEqual([]);
});

async function invoke(payload: unknown): Promise<unknown> {
  const { response } = await agentCore.send(
    new InvokeAgentRuntimeCommand({
      agentRuntimeArn,
      runtimeSessionId: SESSION,
      payload: new TextEncoder().encode(JSON.stringify(payload)),
    }),
  );
  return JSON.parse((await response?.transformToString()) ?? 'null');
}

async function serveShop(onSubmitted: () => void): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/submitted') onSubmitted();
    response.setHeader('content-type', 'text/html; charset=utf-8').end(SHOP);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openPage(width: number, height: number): Promise<Page> {
  const opened = await localBrowser().open();
  browsers.push(opened);
  const page = opened.page();
  await page.setViewportSize({ width, height });
  return page;
}

/** Opens the page of the only run, when it waits for a person or has ended. */
async function openRun(page: Page): Promise<void> {
  await waitUntil(async () => {
    await page.goto(`${aws.viewerUrl}runs`);
    return (await page.locator('main a[href*="/runs/"]').count()) > 0;
  });
  await page.locator('main a[href*="/runs/"]').first().click();
}

/** Clicks on the live page where its own pixels are. */
async function clickAt(page: Page, at: { readonly x: number; readonly y: number }): Promise<void> {
  const box = await page.locator('canvas').boundingBox();
  if (box === null) throw new Error('The live page is not there.');
  const scale = box.width / VIEWPORT.width;
  await page.mouse.click(box.x + at.x * scale, box.y + at.y * scale);
}

/** How many colours the live page shows: one is none. */
async function pixelsOf(page: Page): Promise<number> {
  return await page.evaluate(() => {
    const canvas = document.querySelector('canvas');
    const pixels = canvas?.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height).data ?? [];
    return new Set(pixels).size;
  });
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (const beganAt = Date.now(); !(await isSo()); ) {
    if (Date.now() - beganAt > 30_000) throw new Error('It has not come within 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function filesWith(folder: string, text: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(text));
}

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES_DIR) await page.screenshot({ path: path.join(PICTURES_DIR, `${name}.png`), fullPage: true });
}
