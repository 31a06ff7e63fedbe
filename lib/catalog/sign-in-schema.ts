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
    issuer: z.string().refine(isIssuer).register(words, {
      what: 'is not the issuer of tokens',
      allowed:
        'https://<host>, a port and a path if it has them, exactly as the claim "iss" of the tokens has it: no user, no query, no "#"',
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

/** What can be asked for its configuration by its address, which is also a source in the policy of the page. */
function isIssuer(text: string): boolean {
  return ISSUER.test(text) && !WELL_KNOWN.test(text) && URL.canParse(text);
}

/** The rest of what is wrong with hosts and ports, parsers know. */
const ISSUER =
  /^https:\/\/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*(?::[1-9]\d{0,4})?(?:\/[\w.~!$&'()*+,;=:@%/-]*)?$/i;
/** The address of the configuration, which is taken for the issuer. */
const WELL_KNOWN = /\/\.well-known\/openid-configuration\/?$/;

function identifier(what: string): z.ZodString {
  return textSchema(/^[^\s"\\]{1,255}$/, {
    what,
    allowed: '1 to 255 characters without spaces, quotes and backslashes',
    fix: 'copy it from the identity provider',
  });
}
