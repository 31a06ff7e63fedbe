import { isLoopbackUrl } from '../../core/loopback.ts';
import { NovaActClient, type NovaActClientConfig } from '../../service/index.ts';

/** How the SDK reaches Nova Act. Everything is optional: the usual AWS chains apply. */
export interface ConnectionOptions {
  /** Region; otherwise the usual chain, then us-east-1. */
  readonly region?: string;
  /** Endpoint; otherwise `AWS_ENDPOINT_URL_NOVA_ACT`, `AWS_ENDPOINT_URL`, the shared config, then AWS. */
  readonly endpoint?: string;
  /** Credentials; otherwise the usual chain. Not used with a loopback endpoint. */
  readonly credentials?: NovaActClientConfig['credentials'];
  /** A client of your own, used as it is and never destroyed. */
  readonly client?: NovaActClient;
}

/** A client, and what follows from where it points. */
export interface Connection {
  readonly client: NovaActClient;
  /** Whether the service is on this machine: then observations carry the DOM, which the offline agent reads. */
  readonly isLoopback: boolean;
  /** Frees the client's sockets if it was made here. */
  readonly release: () => void;
}

/** Local AWS checks that requests are signed, not by whom; real credentials have no business on loopback. */
const LOOPBACK_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Makes the client that a workflow uses. */
export async function connect(options: ConnectionOptions = {}): Promise<Connection> {
  if (options.client !== undefined) {
    const isLoopback = isLoopbackUrl(await endpointOf(options.client));
    return { client: options.client, isLoopback, release: () => {} };
  }
  const endpoint = configuredEndpoint(options);
  const isLoopback = isLoopbackUrl(endpoint);
  const client = new NovaActClient({
    ...(options.region === undefined ? {} : { region: options.region }),
    ...(options.endpoint === undefined ? {} : { endpoint: options.endpoint }),
    ...(isLoopback
      ? { credentials: LOOPBACK_CREDENTIALS }
      : options.credentials === undefined
        ? {}
        : { credentials: options.credentials }),
  });
  return { client, isLoopback, release: () => client.destroy() };
}

function configuredEndpoint(options: ConnectionOptions): string | undefined {
  return (
    options.endpoint ?? (process.env.AWS_ENDPOINT_URL_NOVA_ACT || process.env.AWS_ENDPOINT_URL || undefined)
  );
}

/** Where a client of the caller's own points to: its configuration says so, otherwise the environment. */
async function endpointOf(client: NovaActClient): Promise<string | undefined> {
  const own = await client.config.endpoint?.();
  return own === undefined ? configuredEndpoint({}) : `${own.protocol}//${own.hostname}`;
}

/** The address of local AWS when the environment points to one, as workflows that it runs see it. */
export function localAwsUrl(): string | undefined {
  const endpoint = configuredEndpoint({});
  return isLoopbackUrl(endpoint) ? endpoint : undefined;
}
