import { z } from 'zod';
import { NovaAct, workflow } from '../lib/sdk/index.ts';
import { defaultStartPage } from './start-page.ts';

const Payload = z.strictObject({
  urls: z.array(z.url()).min(1).max(5).optional(),
});

/** Opens every page of `payload.urls` in a browser of its own, all in one run, and returns their headings. */
export const main = workflow(
  { definitionName: 'multi-session-workflow', payload: Payload },
  async ({ urls = [defaultStartPage(), defaultStartPage('about')] }) => ({
    pages: await Promise.all(urls.map(readHeading)),
  }),
);

async function readHeading(url: string): Promise<{ url: string; heading: string }> {
  await using nova = await NovaAct.start({ startingPage: url });
  const { data } = await nova.actGet('Return the main heading of the page', z.string());
  return { url, heading: data };
}
