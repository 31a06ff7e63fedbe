import { z } from 'zod';
import { canReachWorkflow } from '../contract/workflow-headers.ts';
import { words } from './check-value.ts';
import type { JwtAuthorizerSettings, SessionStorageSettings, VpcSettings } from './deployment-settings.ts';
import { TOKEN_SCOPE } from './name-rules.ts';
import { saidTwice } from './said-twice.ts';

/**
 * Headers of a call that AgentCore hands on to the workflow.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-header-allowlist.html
 */
export const requestHeadersSchema: z.ZodType<readonly string[]> = listOf({
  // The pattern of the service's API, less what its guide excludes.
  member: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9_-]{0,255}$/)
    .refine((name) => canReachWorkflow(name.toLowerCase()))
    .register(words, {
      what: 'is not a header that AgentCore hands on',
      allowed:
        'a letter, then letters, digits, "_" and "-": at most 256; none of HTTP itself, and none that begins with x-amz- or x-amzn- but not with X-Amzn-Bedrock-AgentCore-Runtime-Custom-',
      fix: 'give it a name of its own, such as "X-Customer-Id"',
    }),
  most: 20,
  example: "['X-Customer-Id']",
  // Names of headers are the same in capitals.
  same: (name) => name.toLowerCase(),
});

/**
 * Session storage of a runtime.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_SessionStorageConfiguration.html
 */
export const sessionStorageSchema: z.ZodType<SessionStorageSettings> = z
  .strictObject({
    mountPath: z
      .string()
      .max(200)
      .regex(/^\/mnt\/(?!\.{1,2}\/?$)[a-zA-Z0-9._-]+\/?$/)
      .register(words, {
        what: 'is not a path that AgentCore mounts',
        allowed: 'one folder below /mnt, of letters, digits and "._-": at most 200 characters',
        fix: 'write it like "/mnt/data"',
      }),
  })
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ mountPath }',
    fix: "write { mountPath: '/mnt/data' }",
  });

/**
 * Whose tokens let callers in.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html
 */
export const authorizerSchema: z.ZodType<JwtAuthorizerSettings> = z
  .strictObject({
    discoveryUrl: z
      .string()
      .regex(/^https:\/\/[^\s?#]+\/\.well-known\/openid-configuration$/)
      .register(words, {
        what: 'is not the address of the configuration of an identity provider',
        allowed: 'https://…/.well-known/openid-configuration',
        fix: 'append "/.well-known/openid-configuration" to the issuer of the tokens',
      }),
    allowedAudience: claims(/\S/).optional(),
    allowedClients: claims(/\S/).optional(),
    allowedScopes: claims(TOKEN_SCOPE).optional(),
  })
  .refine(({ allowedAudience, allowedClients, allowedScopes }) =>
    [allowedAudience, allowedClients, allowedScopes].some((list) => list !== undefined),
  )
  .readonly()
  .register(words, {
    what: 'does not say whose tokens let callers in',
    allowed:
      '{ discoveryUrl, allowedAudience?, allowedClients?, allowedScopes? } with at least one of the three lists',
    fix: 'add allowedClients or allowedAudience: without a list, every token of the provider would do',
  });

/**
 * Where in a VPC sessions run, by ids.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore-control/latest/APIReference/API_VpcConfig.html
 */
export const vpcSettingsSchema: z.ZodType<VpcSettings> = z
  .strictObject({
    vpcId: idOf('vpc'),
    subnetIds: listOf({ member: idOf('subnet'), most: 16, example: "['subnet-0123456789abcdef0']" }),
    securityGroupIds: listOf({
      member: idOf('sg'),
      most: 16,
      example: "['sg-0123456789abcdef0']",
    }).optional(),
  })
  .readonly()
  .register(words, {
    what: 'must be an object',
    allowed: '{ vpcId, subnetIds, securityGroupIds? }',
    fix: 'write the ids of the VPC, of its subnets and of security groups',
  });

function idOf(kind: 'vpc' | 'subnet' | 'sg'): z.ZodString {
  return z
    .string()
    .regex(new RegExp(`^${kind}-[0-9a-zA-Z]{8,17}$`))
    .register(words, {
      what: 'is not an id of AWS',
      allowed: `${kind}- and 8 to 17 letters and digits`,
      fix: 'copy it from the console',
    });
}

function claims(pattern: RegExp) {
  const member = z.string().regex(pattern).register(words, {
    what: 'is nothing that a token has',
    allowed: 'a text; scopes: at most 255 characters without spaces, quotes and backslashes',
    fix: 'copy it from the identity provider',
  });
  return listOf({ member, most: 100, example: "['0123456789abcdef']" });
}

/** A list of 1 to `most`, none of them twice. */
function listOf(options: {
  readonly member: z.ZodString;
  readonly most: number;
  readonly example: string;
  readonly same?: ((member: string) => string) | undefined;
}) {
  const { member, most, example, same = (text) => text } = options;
  return z
    .array(member)
    .min(1)
    .max(most)
    .superRefine((list, { addIssue }) => {
      const names = list.map(same);
      const twice = list.find((_, index) => names.indexOf(names[index] ?? '') !== index);
      if (twice !== undefined) addIssue({ code: 'custom', params: saidTwice(twice) });
    })
    .readonly()
    .register(words, {
      what: 'is not a list that AgentCore accepts',
      allowed: `1 to ${most}, none of them twice`,
      fix: `write them like ${example}`,
    });
}
