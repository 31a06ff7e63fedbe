import {
  loadConfig,
  NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS,
  NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS,
  resolveRegionConfig,
} from '@smithy/core/config';
import { parseUrl } from '@smithy/core/protocols';
import { destinationOf } from './destination.ts';
import { endpointOfHost, type NovaActEndpointParameters } from './endpoint.ts';

/**
 * Where requests to a service go of which there is no client here, as a client would tell it: the variable of the service, that
 * of all, the profile, FIPS, dual-stack and the region.
 *
 * @param service.serviceId such as `Secrets Manager`, of which the name of the variable is made
 * @param service.host the first part of its host names, such as `secretsmanager`
 * @throws DestinationError when what is configured leads nowhere
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export async function serviceUrl(service: {
  readonly serviceId: string;
  readonly host: string;
  readonly region: string;
  /** What a caller has named in place of all that. */
  readonly endpoint?: string | undefined;
}): Promise<ServiceUrl> {
  const { serviceId, host, region, endpoint } = service;
  const config = {
    serviceId,
    // Regions such as "fips-us-east-1" name a way to one.
    ...resolveRegionConfig({
      region,
      useFipsEndpoint: loadConfig(NODE_USE_FIPS_ENDPOINT_CONFIG_OPTIONS),
    }),
    endpointProvider: (parameters: NovaActEndpointParameters) => endpointOfHost(host, parameters),
    useDualstackEndpoint: loadConfig(NODE_USE_DUALSTACK_ENDPOINT_CONFIG_OPTIONS),
    tls: true,
    ignoreConfiguredEndpointUrls: false,
    ...(endpoint !== undefined && { endpoint: async () => parseUrl(endpoint), isCustomEndpoint: true }),
  };
  const { url, isConfigured } = await destinationOf<NovaActEndpointParameters>({ config });
  return { url, isConfigured, region: await config.region() };
}

/** Where a service is. */
export interface ServiceUrl {
  readonly url: string;
  /** Whether the environment or a profile names it. Otherwise it is that of the region on AWS. */
  readonly isConfigured: boolean;
  /** For which its requests are signed. */
  readonly region: string;
}
