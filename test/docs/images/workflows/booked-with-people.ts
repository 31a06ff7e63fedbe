import { z } from 'zod';
import { NovaAct, webHuman, workflow } from '../../../../lib/sdk/index.ts';

const Payload = z.object({ shop: z.url(), waitMs: z.number().optional() });

/** Books a journey: a person approves, and another one says in the browser what only people know. */
export const main = workflow(
  { definitionName: 'booked-with-people', payload: Payload },
  async ({ shop, waitMs }) => {
    await using nova = await NovaAct.start({
      startingPage: `${shop}booking`,
      human: { ...webHuman(), timeoutMs: waitMs },
    });
    await nova.act(
      "Type 'Ada Lovelace' into the full name field, then type 'ada@example.com' into the email field",
    );
    await nova.act("Select 'Canada' in the country list, then check the terms box");
    await nova.act('Ask for approval to send the booking of Ada Lovelace: a single room in Canada');
    await nova.act('Ask a person to write into the message when the guest arrives');
    await nova.act('Submit the form');
    const { data } = await nova.actGet('Return the confirmation number', z.string());
    return data;
  },
);
