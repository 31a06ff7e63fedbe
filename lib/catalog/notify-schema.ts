import { z } from 'zod';
import { words } from './check-value.ts';
import { textSchema } from './place-rules.ts';
import { nothingTwiceInAnyCase } from './said-twice.ts';

/** Who is told by e-mail that a workflow asks. */
export const notifySchema: z.ZodType<readonly string[]> = z
  .array(
    textSchema(/^[^\s@<>"',;]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+$/, {
      what: 'is not an address of e-mail',
      allowed: 'name@domain',
      fix: 'write the address alone, without a name before it',
    }),
  )
  .min(1)
  .max(20)
  .superRefine(nothingTwiceInAnyCase)
  .readonly()
  .register(words, {
    what: 'is not a list of people who are told',
    allowed: '1 to 20 addresses of e-mail, none of them twice',
    fix: "write them like ['desk@example.com'], or leave it out and subscribe to the topic",
  });
