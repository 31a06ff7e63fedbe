import { currentWorkflow, NovaAct, workflow } from 'nova-act-cdk';
import { z } from 'zod';

const Payload = z.strictObject({ url: z.url().optional() });

/** Reads the main heading of the page at `payload.url`. */
export const main = workflow(
  { definitionName: 'headline', payload: Payload },
  async ({ url = startPage() }) => {
    await using nova = await NovaAct.start({ startingPage: url });
    // The answer has the type of the schema.
    const { data } = await nova.actGet('Return the main heading of the page', z.string());
    return { url, headline: data };
  },
);

/** The page to begin with if none is given: the demo site of local AWS, or on AWS the practice site of Nova Act. */
function startPage(): string {
  const local = currentWorkflow()?.localAwsUrl;
  return local === undefined ? 'https://nova.amazon.com/act/gym/next-dot/' : new URL('/demo/', local).href;
}
