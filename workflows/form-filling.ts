import { z } from 'zod';
import { NovaAct, workflow } from '../lib/sdk/index.ts';
import { defaultStartPage } from './start-page.ts';

// Quotation marks would end the quoted text in the prompt early.
const text = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[^'"\n]*$/, 'must have no quotation marks and no line breaks');

const Payload = z.strictObject({
  url: z.url().optional(),
  name: text.default('Ada Lovelace'),
  email: z.email().default('ada@example.com'),
  country: text.default('Canada'),
  message: text.default('A window seat, please'),
});

const Confirmation = z.object({ confirmationNumber: z.string() });

/** Fills in the form at `payload.url`, submits it, and returns the confirmation number that the next page shows. */
export const main = workflow(
  { definitionName: 'form-filling-workflow', payload: Payload },
  async ({ url = defaultStartPage('booking'), name, email, country, message }) => {
    await using nova = await NovaAct.start({ startingPage: url });
    await nova.act(`Type '${name}' into the full name field, then type '${email}' into the email field`);
    await nova.act(`Select '${country}' in the country list, then type '${message}' into the message field`);
    await nova.act('Check the terms box and submit the form');
    const { data } = await nova.actGet('Return the confirmation number', Confirmation);
    return { name, country, ...data };
  },
);
