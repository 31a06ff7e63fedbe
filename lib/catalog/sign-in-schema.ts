import { z } from 'zod';
import { words } from './check-value.ts';
import type { SignInSettings } from './deployment-settings.ts';
import { TOKEN_SCOPE } from './name-rules.ts';
import { textSchema } from './place-rules.ts';
import { nothingTwice } from './said-twice.ts';

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
        textSchema(TOKEN_SCOPE, {
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

function identifier(what: string): z.ZodString {
  return textSchema(/^[^\s"\\]{1,255}$/, {
    what,
    allowed: '1 to 255 characters without spaces, quotes and backslashes',
    fix: 'copy it from the identity provider',
  });
}
