import { NovaAct, workflow } from 'nova-act-cdk';
import { startScenario } from 'nova-act-cdk/testing';
import { z } from 'zod';

const Confirmation = z.object({ confirmationNumber: z.string() });

// A workflow is a function. Each call of it is a run: SUCCEEDED when it returns, FAILED when it throws.
const book = workflow(
  { definitionName: 'first-workflow' },
  async (order: { readonly url: string; readonly name: string }) => {
    await using nova = await NovaAct.start({ startingPage: order.url });
    await nova.act(
      `Type '${order.name}' into the full name field, then type 'ada@example.com' into the email field`,
    );
    await nova.act("Select 'Canada' in the country list");
    await nova.act('Check the terms box and submit the form');
    // The answer has the type of the schema.
    const { data } = await nova.actGet('Return the confirmation number', Confirmation);
    return data;
  },
);

// Local AWS stands in for the service, so this needs no account: a real browser, and an agent that understands simple
// sentences. On AWS, where Nova Act itself decides, these two lines go, and `book(…)` is all.
await using local = await startScenario();
const url = new URL('booking', local.aws.demoSiteUrl).href;
console.log(await local.run(() => book({ url, name: 'Ada Lovelace' })));
