import { API_KEY_URL, apiKeyClient } from '../../service/api-key-client.ts';
import { type Destination, destinationOf } from '../../service/destination.ts';
import { NovaActClient, type NovaActClientConfig } from '../../service/index.ts';
import { useMatchingCredentials } from '../../service/matching-credentials.ts';

/** A client, and where it calls. On loopback observations carry the DOM, which the offline agent reads. */
export interface Connection extends Destination {
  readonly client: NovaActClient;
  /** Frees the client's sockets if it was made here. */
  readonly release: () => void;
}

/**
 * Makes the client that a workflow uses. Where it calls, the client itself says; credentials and all that depends on
 * the place follow from its answer.
 *
 * @throws DestinationError when what is configured leads nowhere
 */
export async function connect(options: ConnectionOptions = {}): Promise<Connection> {
  const { client: own, credentials, apiKey } = options;
  if (typeof apiKey === 'string') {
    const { endpoint: url = API_KEY_URL } = options;
    const client = apiKeyClient({ apiKey, endpoint: url });
    // Also on this machine it is no local AWS, but a stand-in for the service.
    return { url, isLoopback: false, isConfigured: true, client, release: () => client.destroy() };
  }
  if (own !== undefined) return { ...(await destinationOf(own)), client: own, release: () => {} };
  const { region, endpoint } = options;
  const client = new NovaActClient({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint }),
    ...(credentials !== undefined && { credentials }),
  });
  return {
    ...(await useMatchingCredentials(client, credentials)),
    client,
    release: () => client.destroy(),
  };
}

/** How the SDK reaches Nova Act. Everything is optional: the usual AWS chains apply. */
export interface ConnectionOptions {
  /** Of the service. @default the usual chain, then us-east-1 */
  readonly region?: string | undefined;
  /** Where the service is. @default `AWS_ENDPOINT_URL_NOVA_ACT`, `AWS_ENDPOINT_URL`, the profile, then AWS */
  readonly endpoint?: string | undefined;
  /** As whom. With a loopback endpoint only those of local AWS are used. @default the usual chain */
  readonly credentials?: NovaActClientConfig['credentials'] | undefined;
  /**
   * Key of Nova Act's free service, for people without AWS, in place of all that is of AWS; `true` takes that of `NOVA_ACT_API_KEY`.
   * @default none: the run is on AWS, also with a key in the environment
   */
  readonly apiKey?: string | true | undefined;
  /** A client of your own, used as it is, with its own credentials, and never destroyed. @default a new one */
  readonly client?: NovaActClient | undefined;
}
