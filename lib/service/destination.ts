import { type EndpointResolvedConfig, getEndpointFromInstructions } from '@smithy/core/endpoints';
import type { EndpointParameters } from '@smithy/types';
import { ExplainedError, messageOf } from '../core/errors.ts';
import { isLoopbackUrl } from '../core/loopback.ts';
import { stringMember } from '../core/thrown.ts';
import { endpointParameterInstructions } from './endpoint.ts';

/**
 * Asks a client where it sends its requests. It answers as it does for each request: from its options, the environment,
 * the profile (`services` section, `endpoint_url`, `ignore_configured_endpoint_urls`), FIPS, dual-stack and region.
 * Nothing is sent, and no credentials are asked for.
 *
 * @throws DestinationError when what is configured leads nowhere
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function destinationOf<T extends EndpointParameters>(client: {
  readonly config: EndpointResolvedConfig<T>;
}): Promise<Destination> {
  // A copy, as commands make one: the answer is written into it.
  const config = { ...client.config };
  try {
    const { url } = await getEndpointFromInstructions({}, BUILT_IN, config);
    const text = url.href.replace(/\/$/, '');
    return { url: text, isLoopback: isLoopbackUrl(text), isConfigured: config.isCustomEndpoint === true };
  } catch (cause) {
    throw new DestinationError({
      what: `The endpoint of ${client.config.serviceId} cannot be told: ${messageOf(cause).replace(/\.$/, '')}${quoted(cause)}.`,
      fix: 'Check the option endpoint, AWS_ENDPOINT_URL and its variants, and the profile. Nothing was sent.',
      cause,
    });
  }
}

/** Node keeps what is no URL apart from its message. */
function quoted(cause: unknown): string {
  const input = stringMember(cause, 'input');
  return input === undefined ? '' : `: ${JSON.stringify(input)}`;
}

/** Where the requests of a client go. */
export interface Destination {
  /** Scheme, host, port and path, without a slash at the end. */
  readonly url: string;
  /** Whether it is on this machine. */
  readonly isLoopback: boolean;
  /** Whether an option, the environment or a profile names it. Otherwise it is that of the region on AWS. */
  readonly isConfigured: boolean;
}

/** What is configured for a client leads nowhere, or to a place that nothing should be sent to. */
export class DestinationError extends ExplainedError {
  override readonly name = 'DestinationError';
}

/** The parameters that all services share; neither Nova Act nor AgentCore nor CloudFormation has others. */
const BUILT_IN = { getEndpointParameterInstructions: () => endpointParameterInstructions };
