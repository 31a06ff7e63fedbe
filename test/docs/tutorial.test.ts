import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Scenario, startScenario } from '../../lib/testing/index.ts';
import { codeBlocks, root } from './markdown.ts';

const PAGE = 'docs/from-the-python-tutorial.md';
let folder: string;
let scenario: Scenario;

beforeAll(async () => {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  folder = mkdtempSync(path.join(root, 'build', 'tutorial-'));
  scenario = await startScenario();
});

afterAll(async () => {
  await scenario?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of the page, as its readers copy it. */
async function copied(name: string): Promise<Record<string, unknown>> {
  const block = codeBlocks(PAGE).find(({ code }) => code.startsWith(`// ${name}\n`));
  const code = block?.code.replace(
    /'nova-act-cdk(?:\/(\w+))?'/g,
    (_, room = 'sdk') => `'${root}/lib/${room}/index.ts'`,
  );
  const file = path.join(folder, path.basename(name));
  writeFileSync(file, code ?? '');
  return await import(pathToFileURL(file).href);
}

test('the catalog of the page has its workflow', async () => {
  expect((await copied('workflows/catalog.ts')).catalog).toMatchObject([{ name: 'headline' }]);
});

test.each([
  ['workflows/headline.ts', { headline: 'Travel well, carry little' }, 1],
  ['workflows/two-pages.ts', ['Travel well, carry little', 'Destinations'], 2],
])('%s does on local AWS what the page shows', async (name, result, sessions) => {
  const { main } = await copied(name);
  if (!(main instanceof Function)) throw new Error(`${name} has no main.`);
  const url = scenario.aws.demoSiteUrl;
  const payload = { url, left: url, right: new URL('destinations', url).href };

  expect(await scenario.run(() => main(payload))).toEqual(result);

  expect(scenario.aws.store.runs().at(-1)?.status).toBe('SUCCEEDED');
  expect(
    new Set(
      scenario.aws.store
        .acts()
        .slice(-sessions)
        .map(({ sessionId }) => sessionId),
    ).size,
  ).toBe(sessions);
});
