import { z } from 'zod';
import { words } from './check-value.ts';
import type { HumanInTheLoopSettings } from './deployment-settings.ts';
import { notifySchema } from './notify-schema.ts';
import { signInSchema } from './sign-in-schema.ts';

/** Whom a workflow can ask on AWS, and how. */
export const humanInTheLoopSchema: z.ZodType<HumanInTheLoopSettings> = z
  .strictObject({
    signIn: z
      .union([signInSchema, z.literal(false)])
      .register(words, {
        what: 'does not say how people sign in',
        allowed: '{ issuer, clientId, audience?, scopes? }, or false: then nobody can take over',
        fix: 'write an object, or leave it out',
      })
      .optional(),
    notify: notifySchema.optional(),
  })
  .readonly();
