import { z } from 'zod';
import { NovaAct, workflow } from '../../../../lib/sdk/index.ts';

/** Reads three pages of the shop at the same time, each in a browser of its own. */
export const main = workflow(
  { definitionName: 'three-readers', payload: z.object({ shop: z.url() }) },
  async ({ shop }) => {
    const [products, cities, deals] = await Promise.all([
      read(`${shop}search`, [
        'Return the main heading of the page',
        'Return the names of the first 3 products',
      ]),
      read(`${shop}destinations`, ['How many rows does the table have?', 'List all cities']),
      read(`${shop}deals`, ["Click Show deals, wait for '4 deals'", 'Return the main heading of the page']),
    ]);
    return { products, cities, deals };
  },
);

async function read(url: string, prompts: readonly string[]): Promise<readonly unknown[]> {
  await using nova = await NovaAct.start({ startingPage: url });
  const answers: unknown[] = [];
  for (const prompt of prompts) answers.push((await nova.act(prompt)).response);
  return answers;
}
