import type { BedrockAgentCoreClient } from '@aws-sdk/client-bedrock-agentcore';
import { HttpBearerAuthSigner } from '@smithy/core';
import type { TokenIdentity } from '@smithy/types';
import { DestinationError, destinationOf } from '../../service/destination.ts';

/**
 * Makes a client of AgentCore show a token of an identity provider in place of signing. The model of the service knows
 * signatures only, so the client has to be told of the other scheme: then requests have the form that the guide gives, and
 * no credentials are asked for.
 *
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-oauth.html
 */
export function bearerAuth(
  token: string,
): Pick<
  NonNullable<ConstructorParameters<typeof BedrockAgentCoreClient>[0]>,
  'httpAuthSchemes' | 'httpAuthSchemeProvider'
> {
  const identityProvider = () => async (): Promise<TokenIdentity> => ({ token });
  return {
    httpAuthSchemes: [{ schemeId: SCHEME, identityProvider, signer: new HttpBearerAuthSigner() }],
    httpAuthSchemeProvider: () => [{ schemeId: SCHEME }],
  };
}

const SCHEME = 'smithy.api#httpBearerAuth';

/**
 * Refuses to show a token where others could read it on the way: whoever has it may call.
 *
 * @throws DestinationError when requests would go to another machine without encryption
 */
export async function checkTokenDestination(client: BedrockAgentCoreClient): Promise<void> {
  const { url, isLoopback } = await destinationOf(client);
  if (isLoopback || url.startsWith('https://')) return;
  throw new DestinationError({
    what: `The token would go to ${url} unencrypted.`,
    allowed: 'Tokens are sent over https, and to 127.0.0.1, ::1 and localhost.',
    fix: 'Correct the AWS_ENDPOINT_URL variables. Nothing was sent.',
  });
}
