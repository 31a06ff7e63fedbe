import { NovaAct, workflow } from 'nova-act-cdk';
import { z } from 'zod';

/** Returns the main heading of the page at `payload.url`. */
export const main = workflow({ definitionName: 'headline' }, async (payload: { url: string }) => {
  await using nova = await NovaAct.start({ startingPage: payload.url });
  const { data } = await nova.actGet('Return the main heading of the page', z.string());
  return { heading: data };
});
