import { NovaAct, workflow } from 'nova-act-cdk';
import { z } from 'zod';

/** Returns the main heading of the page at `payload.url`. */
export const main = workflow(
  { definitionName: 'headline', payload: z.strictObject({ url: z.url() }) },
  async ({ url }) => {
    await using nova = await NovaAct.start({ startingPage: url });
    const { data } = await nova.actGet('Return the main heading of the page', z.string());
    return { heading: data };
  },
);
