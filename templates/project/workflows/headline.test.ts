import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptedAgent, servePage, startScenario } from 'nova-act-cdk/testing';
import { main } from './headline.ts';

// The real code and a real browser, offline. The test says what the model would answer.
test('returns the heading of the page', async () => {
  await using page = await servePage('<h1>Good morning</h1>');
  await using scenario = await startScenario({
    agent: scriptedAgent([{ prompt: /main heading/, returns: 'Good morning' }]),
  });

  const result = await scenario.run(() => main({ url: page.url }));

  assert.deepEqual(result, { url: page.url, headline: 'Good morning' });
  assert.equal(scenario.runs()[0]?.status, 'SUCCEEDED');
});
