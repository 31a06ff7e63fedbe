import { NovaAct, workflow } from 'nova-act-cdk';
import { offlineAgent, type Scenario, scriptedAgent, startScenario } from 'nova-act-cdk/testing';
import { z } from 'zod';

// A browser takes longer than the five seconds that Jest gives a test.
jest.setTimeout(60_000);

// In a project of yours, the workflow is in a file of its own. Nothing in it knows of tests.
const main = workflow({ definitionName: 'headline' }, async ({ url }: { url: string }) => {
  await using nova = await NovaAct.start({ startingPage: url });
  const { data: heading } = await nova.actGet('Return the main heading of the page', z.string());
  const { data: isNews } = await nova.actGet('Is this news?', z.boolean());
  return isNews ? heading.toUpperCase() : heading;
});

let scenario: Scenario;

beforeEach(async () => {
  scenario = await startScenario({
    // One prompt is answered here; the offline agent plays the other one on the page.
    agent: scriptedAgent([{ prompt: /news/, returns: true }], { otherwise: offlineAgent }),
  });
});

afterEach(() => scenario.close());

test('the heading of news is in capitals', async () => {
  const result = await scenario.run(() => main({ url: scenario.aws.demoSiteUrl }));

  expect(result).toBe('TRAVEL WELL, CARRY LITTLE');
  expect(scenario.runs()).toMatchObject([{ definitionName: 'headline', status: 'SUCCEEDED' }]);
});
