import { z } from 'zod';
import { NovaAct, workflow } from '../../../../lib/sdk/index.ts';

const Payload = z.object({
  shop: z.url(),
  traveller: z.string().default('Ada Lovelace'),
  nights: z.number().default(3),
});

/** Looks around in the shop, puts something into the basket and books a journey: 14 acts, and 13 for few nights. */
export const main = workflow(
  { definitionName: 'shop-tour', payload: Payload },
  async ({ shop, traveller, nights }) => {
    await using nova = await NovaAct.start({ startingPage: shop, trace: 'on' });
    const text = async (prompt: string): Promise<string> => (await nova.actGet(prompt, z.string())).data;
    const heading = await text('Return the main heading of the page');
    const shoes = await nova.actGet(
      'Search for red shoes and return the names and prices of all products',
      z.array(z.object({ name: z.string(), price: z.number() })),
    );
    await nova.act('Click the cheapest product');
    await nova.act('Click the Add to basket button');
    const total = await nova.actGet('Return the total', z.number());
    await nova.goToUrl(`${shop}destinations`);
    const cities = await nova.actGet('List all cities', z.array(z.string()));
    const kyoto = await nova.actGet('What is the price of Kyoto?', z.number());
    await nova.goToUrl(`${shop}guide`);
    await nova.act("Scroll down until you see 'Contact'");
    await nova.goToUrl(`${shop}deals`);
    await nova.act("Click Show deals, wait for '4 deals'");
    await nova.goToUrl(`${shop}booking`);
    await nova.act(
      `Type '${traveller}' into the full name field, then type 'ada@example.com' into the email field`,
    );
    await nova.act("Select 'Canada' in the country list");
    if (nights > 3) await nova.act('Choose Double room');
    await nova.act('Check the terms box and submit the form');
    const { data } = await nova.actGet(
      'Return the confirmation number',
      z.object({ confirmationNumber: z.string() }),
    );
    return {
      heading,
      shoes: shoes.data,
      total: total.data,
      cities: cities.data.length,
      kyoto: kyoto.data,
      ...data,
    };
  },
);
