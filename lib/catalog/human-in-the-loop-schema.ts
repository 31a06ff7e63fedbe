import { z } from 'zod';
import { words } from './check-value.ts';
import type { HumanInTheLoopSettings, SignInSettings } from './deployment-settings.ts';
import { textSchema } from './place-rules.ts';
import { saidTwice } from './said-twice.ts';

/**
 * How people sign in who take over.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
 */
export const signInSchema: z.ZodType<SignInSettings> = z
  .strictObject({
    issuer: textSchema(/^https:\/\/[^\s?#/]+(?:\/(?!.*\.well-known\/openid-configuration\/?$)[^\s?#]*)?$/, {
      what: 'is not the issuer of tokens',
      allowed: 'https://…, exactly as the claim "iss" of the tokens has it, without a query',
      fix: 'take "issuer" from the configuration of the identity provider (…/.well-known/openid-configuration)',
    }),
    clientId: identifier('is not the id of a client'),
    audience: identifier('is not an audience').optional(),
    scopes: z
      .array(
        textSchema(/^[\x21\x23-\x5B\x5D-\x7E]{1,255}$/, {
          what: 'is not a scope',
          allowed: '1 to 255 characters of ASCII without spaces, quotes and backslashes',
          fix: 'write each scope by itself',
        }),
      )
      .min(1)
      .max(20)
      .superRefine(nothingTwice)
      .readonly()
      .register(words, {
        what: 'is not a list of scopes',
        allowed: '1 to 20, none of them twice',
        fix: "write them like ['openid', 'profile']",
      })
      .optional(),
  })
  .readonly()
  .register(words, {
    what: 'does not say how people sign in',
    allowed: '{ issuer, clientId, audience?, scopes? }',
    fix: 'write the issuer and the id of a client that your identity provider has for the page',
  });

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
  .superRefine(nothingTwice)
  .readonly()
  .register(words, {
    what: 'is not a list of people who are told',
    allowed: '1 to 20 addresses of e-mail, none of them twice',
    fix: "write them like ['desk@example.com'], or leave it out and subscribe to the topic",
  });

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

function identifier(what: string): z.ZodString {
  return textSchema(/^[^\s"\\]{1,255}$/, {
    what,
    allowed: '1 to 255 characters without spaces, quotes and backslashes',
    fix: 'copy it from the identity provider',
  });
}

function nothingTwice(list: readonly string[], { addIssue }: z.core.$RefinementCtx<readonly string[]>): void {
  const twice = list.find((member, index) => list.indexOf(member) !== index);
  if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
}
