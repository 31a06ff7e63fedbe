import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Chromium, startChromium } from './support/chromium.ts';
import { type LocalAws, startLocalAws } from './support/local-aws.ts';

import { run } from './support/processes.ts';
import { PREPARATION_MS, type Python, python } from './support/python.ts';

let tools: Python;
let local: LocalAws;
let chromium: Chromium;

beforeAll(async () => {
  tools = await python();
  [local, chromium] = await Promise.all([startLocalAws(), startChromium()]);
}, PREPARATION_MS);

afterAll(async () => {
  for (const each of [chromium, local]) await each?.[Symbol.asyncDispose]();
});

describe("when AWS's own Python SDK acts against local AWS", () => {
  test('the agent reads the page that it sends, and the run is recorded', async () => {
    const { stdout } = await run(
      tools.executable,
      [tools.script('python_sdk_act'), local.demoSiteUrl, chromium.devToolsUrl],
      local.environment,
    );

    const [, answer = '{}'] = /^ANSWER (.*)$/m.exec(stdout) ?? [];
    expect(JSON.parse(answer)).toEqual({
      response: 'Travel well, carry little',
      steps: expect.any(Number),
      runs: ['SUCCEEDED'],
    });
  });
});
