import path from 'node:path';
import { BedrockAgentCoreClient, InvokeAgentRuntimeCommand } from '@aws-sdk/client-bedrock-agentcore';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { localBrowser, type OpenBrowser } from '../../lib/browser/index.ts';
import { deployLocally, RuntimeRegistry } from '../../lib/local/agentcore/index.ts';
import { type LocalAws, startLocalAws } from '../../lib/local/index.ts';
import { NovaActClient } from '../../lib/service/index.ts';
import { viewerPaths } from '../../lib/viewer/index.ts';
import { makeProject } from '../bundle/project.ts';

const SDK = path.resolve(import.meta.dirname, '..', '..', 'lib', 'sdk', 'index.ts');
const paths = viewerPaths('/viewer');
const project = makeProject({
  'workflows/reader.ts': `
    import { z } from 'zod';
    import { NovaAct, workflow } from ${JSON.stringify(SDK)};
    const read = workflow({ definitionName: 'reader-workflow' }, async ({ url }: { url: string }) => {
      await using nova = await NovaAct.start({ startingPage: url });
      return (await nova.actGet('Return the main heading of the page', z.string())).data;
    });
    export const main = async (payload: { url: string; crash?: boolean }) => {
      if (payload.crash) { console.error('no configuration was found'); process.kill(process.pid, 'SIGKILL'); await new Promise(() => {}); }
      return await read(payload);
    };
  `,
});
const stateDir = path.join(project.root, 'state');
const aws = { region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

let local: LocalAws;
let browser: OpenBrowser;
let page: Page;
let arn: string;
const complaints: string[] = [];
beforeAll(async () => {
  local = await startLocalAws({ stateDir });
  const client = new NovaActClient({ ...aws, endpoint: local.url });
  const entry = { name: 'reader', entry: 'workflows/reader.ts', definitionName: 'reader-workflow' };
  const [deployed] = await deployLocally({
    catalog: [{ ...entry, description: 'Reads a page.' }],
    projectRoot: project.root,
    stateDir,
    client,
  });
  client.destroy();
  arn = deployed?.outputs.RuntimeArn ?? '';
  browser = await localBrowser().open();
  page = browser.page();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
});
afterAll(async () => {
  await browser.close();
  await local.close();
  project.remove();
});

/** @returns the id of its request */
async function invoke(payload: unknown): Promise<string> {
  const client = new BedrockAgentCoreClient({ ...aws, endpoint: local.url, maxAttempts: 1 });
  const body = new TextEncoder().encode(JSON.stringify(payload));
  const { $metadata, response } = await client.send(
    new InvokeAgentRuntimeCommand({ agentRuntimeArn: arn, payload: body }),
  );
  await response?.transformToString();
  client.destroy();
  return $metadata.requestId ?? '';
}

describe('when a person starts an invocation again', () => {
  test('the new one runs with the payload that they edited, and its page shows it live', async () => {
    const requestId = await invoke({ url: local.demoSiteUrl });
    await page.goto(`${local.url}${paths.invocation(requestId)}`);
    await page.getByRole('link', { name: 'Start again' }).click();
    const text = page.getByLabel('Payload, as JSON');
    expect(JSON.parse(await text.inputValue())).toEqual({ url: local.demoSiteUrl });

    await text.fill('{"url":');
    await page.getByRole('button', { name: 'Start' }).click();
    expect(await page.getByRole('alert').textContent()).toContain('The payload is not JSON');
    expect(await text.inputValue()).toBe('{"url":');

    await text.fill(JSON.stringify({ url: `${local.demoSiteUrl}shop` }));
    await page.getByRole('button', { name: 'Start' }).click();
    await page.waitForURL((url) => !url.pathname.includes(requestId));
    expect(page.url()).toMatch(/\/viewer\/invocations\/[0-9a-f-]{36}$/);
    await page.evaluate(() => document.body.classList.add('not-reloaded'));
    await page.locator('h1 .badge.busy').waitFor();
    await page.locator('h1 .badge.good').waitFor({ timeout: 60_000 });

    expect(await page.locator('main').textContent()).toContain('/demo/shop');
    expect(await page.locator('a[href*="/runs/"]').count()).toBe(1);
    expect(await page.locator('body.not-reloaded').count()).toBe(1);
    // The browser tells of answers that are not 200.
    expect(complaints.filter((text) => !text.includes('400'))).toEqual([]);
  });

  test('what ends before a run begins says so, with what its process wrote last', async () => {
    const requestId = await invoke({ url: local.demoSiteUrl });
    await page.goto(`${local.url}${paths.again(requestId)}`);
    await page.getByLabel('Payload, as JSON').fill('{"crash":true,"url":""}');
    await page.getByRole('button', { name: 'Start' }).click();
    await page.locator('h1 .badge.bad').waitFor({ timeout: 60_000 });
    const main = await page.locator('main').textContent();
    expect(main).toContain('was ended by SIGKILL');
    expect(main).toContain('no configuration was found');
  });

  test('of a runtime that is not deployed any more, nothing is started, and the page says so', async () => {
    const requestId = await invoke({ url: local.demoSiteUrl });
    new RuntimeRegistry({ stateDir }).retain(new Set());
    await page.goto(`${local.url}${paths.again(requestId)}`);
    await page.getByRole('button', { name: 'Start' }).click();
    expect(await page.getByRole('alert').textContent()).toContain(
      'No runtime of "reader-workflow" is deployed to this local AWS any more.',
    );
    expect(new URL(page.url()).pathname).toBe(paths.again(requestId));
  });
});
