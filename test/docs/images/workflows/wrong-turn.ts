import { z } from 'zod';
import { NovaAct, workflow } from '../../../../lib/sdk/index.ts';

/** Looks for something that the shop does not have, or finds it and stumbles afterwards. */
export const main = workflow(
  {
    definitionName: 'wrong-turn',
    payload: z.object({ shop: z.url(), wish: z.string(), stumbles: z.boolean().default(false) }),
  },
  async ({ shop, wish, stumbles }) => {
    await using nova = await NovaAct.start({ startingPage: shop });
    await nova.act('Search for red shoes');
    await nova.act('Click the cheapest product');
    await nova.act(`Click '${wish}'`);
    const price = await nova.page.locator('.price-of-today').count();
    if (stumbles)
      throw new TypeError(`The price of "${wish}" is not on the page: ${price} places found, 1 expected`);
    return { wish };
  },
);
