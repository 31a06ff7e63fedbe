/** Where requests go: the host name of a region, or the endpoint that the caller configured. */
import { partition } from '@aws-sdk/core/client';
import { EndpointError } from '@smithy/core/endpoints';
import type { EndpointParameters, EndpointV2 } from '@smithy/types';
import { SERVICE_NAME } from '../contract/protocol.ts';

/** What decides the endpoint, in the names that the SDK's endpoint rules use. */
export interface NovaActEndpointParameters extends EndpointParameters {
  readonly Region?: string | undefined;
  readonly UseDualStack?: boolean | undefined;
  readonly UseFIPS?: boolean | undefined;
  readonly Endpoint?: string | undefined;
}

/** How the SDK fills {@link NovaActEndpointParameters} from the client's configuration. */
export const endpointParameterInstructions = {
  UseFIPS: { type: 'builtInParams', name: 'useFipsEndpoint' },
  Endpoint: { type: 'builtInParams', name: 'endpoint' },
  Region: { type: 'builtInParams', name: 'region' },
  UseDualStack: { type: 'builtInParams', name: 'useDualstackEndpoint' },
} as const;

const HOST_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i;

/** The endpoint of Nova Act; see {@link endpointOfHost}. */
export function resolveNovaActEndpoint(parameters: NovaActEndpointParameters): EndpointV2 {
  return endpointOfHost(SERVICE_NAME.novaAct, parameters);
}

/**
 * The endpoint of a service for a region, as the rule sets of AWS services say: DNS suffix of the region's partition, `-fips`
 * for FIPS, the partition's dual-stack suffix for dual-stack.
 *
 * @throws EndpointError when the region is missing or malformed, or when FIPS or dual-stack cannot be had.
 */
export function endpointOfHost(host: string, parameters: NovaActEndpointParameters): EndpointV2 {
  const { Region: region, UseFIPS: fips = false, UseDualStack: dualStack = false, Endpoint } = parameters;
  if (Endpoint !== undefined) {
    if (fips) throw invalid('FIPS and a custom endpoint cannot be combined; drop one of them.');
    if (dualStack) throw invalid('Dual-stack and a custom endpoint cannot be combined; drop one of them.');
    return { url: parseEndpoint(Endpoint) };
  }
  if (!region) throw invalid('the region is missing; set `region` or AWS_REGION.');
  // Anything else would let a region such as "x@evil.example/" choose the host that gets signed requests.
  if (!HOST_LABEL.test(region)) throw invalid(`"${region}" is not a region name (example: us-east-1).`);
  const found = partition(region);
  if (fips && !found.supportsFIPS) throw invalid(`partition ${found.name} has no FIPS endpoints.`);
  if (dualStack && !found.supportsDualStack)
    throw invalid(`partition ${found.name} has no dual-stack endpoints.`);
  const suffix = dualStack ? found.dualStackDnsSuffix : found.dnsSuffix;
  return { url: new URL(`https://${host}${fips ? '-fips' : ''}.${region}.${suffix}`) };
}

function parseEndpoint(endpoint: string): URL {
  if (!URL.canParse(endpoint)) {
    throw invalid(`endpoint "${endpoint}" is not a URL (example: http://127.0.0.1:8787).`);
  }
  return new URL(endpoint);
}

function invalid(reason: string): EndpointError {
  return new EndpointError(`Invalid Configuration: ${reason}`);
}
