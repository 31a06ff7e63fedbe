import { z } from 'zod';
import { NovaAct, workflow } from '../lib/sdk/index.ts';
import { defaultStartPage } from './start-page.ts';

const Payload = z.strictObject({
  url: z.url().optional(),
  prompt: z.string().min(1).default('Return the main heading of the page'),
});

/** Opens `payload.url` and returns its main heading, or what `payload.prompt` asks for. */
export const main = workflow(
  { definitionName: 'getting-started-workflow', payload: Payload },
  async ({ url = defaultStartPage(), prompt }) => {
    await using nova = await NovaAct.start({ startingPage: url });
    const { data, metadata } = await nova.actGet(prompt, z.string());
    return { url, answer: data, steps: metadata.stepCount };
  },
);
