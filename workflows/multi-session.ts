import { z } from 'zod';
import { NovaAct, Workflow } from '../lib/sdk/index.ts';
import { defaultStartPage } from './start-page.ts';

const Payload = z.strictObject({
  urls: z.array(z.url()).min(1).max(5).optional(),
});

/** Opens every page of `payload.urls` in a browser of its own, all in one run, and returns their headings. */
export async function main(
  payload: unknown,
): Promise<{ pages: readonly { url: string; heading: string }[] }> {
  const { urls: given } = Payload.parse(payload ?? {});
  return Workflow.run({ definitionName: 'multi-session-workflow' }, async () => {
    const urls = given ?? [defaultStartPage(), defaultStartPage('about')];
    const pages = await Promise.all(urls.map(readHeading));
    return { pages };
  });
}

async function readHeading(url: string): Promise<{ url: string; heading: string }> {
  await using nova = await NovaAct.start({ startingPage: url });
  const { data } = await nova.actGet('Return the main heading of the page', z.string());
  return { url, heading: data };
}
