import { loadConfig, NODE_REGION_CONFIG_FILE_OPTIONS, NODE_REGION_CONFIG_OPTIONS } from '@smithy/core/config';
import { isLoopbackUrl } from '../core/loopback.ts';
import { configuredEndpoint } from './endpoint.ts';

type Environment = Readonly<Record<string, string | undefined>>;

// Amazon Nova Act is offered there.
const DEFAULT_REGION = 'us-east-1';

/**
 * The region of the usual chain: the option, the environment, the profile, else us-east-1.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-region.html
 */
export async function regionOf(options: {
  readonly region?: string | undefined;
  readonly profile?: string | undefined;
  readonly environment: Environment;
}): Promise<string> {
  const { region, profile, environment } = options;
  if (region !== undefined) return region;
  // The chain of the JavaScript SDK does not know AWS_DEFAULT_REGION; other tools do.
  const fallback = environment.AWS_DEFAULT_REGION || DEFAULT_REGION;
  return await loadConfig(
    { ...NODE_REGION_CONFIG_OPTIONS, default: fallback },
    { ...NODE_REGION_CONFIG_FILE_OPTIONS, ...(profile === undefined ? {} : { profile }) },
  )();
}

/** Credentials of nobody, for servers on this machine that check none. */
const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** The part of a client's configuration that says where it calls and as whom. */
export interface ConnectionConfig {
  readonly endpoint?: string;
  readonly profile?: string;
  readonly credentials?: typeof LOCAL_CREDENTIALS;
}

/**
 * Where and as whom a client calls. For AWS nothing needs to be said: the usual chains find it. A server on this
 * machine gets made-up credentials unless keys are in the environment: local AWS needs no account, and no profile that
 * has expired is in its way.
 *
 * @param service the service id in capitals, such as `BEDROCK_AGENTCORE`
 */
export function connectionOf(options: {
  readonly service: string;
  readonly profile?: string | undefined;
  readonly environment: Environment;
}): ConnectionConfig {
  const { service, profile, environment } = options;
  const endpoint = configuredEndpoint(environment, service);
  const place = endpoint === undefined ? {} : { endpoint };
  if (profile !== undefined) return { ...place, profile };
  const hasKeys = Boolean(environment.AWS_ACCESS_KEY_ID);
  return isLoopbackUrl(endpoint) && !hasKeys ? { ...place, credentials: LOCAL_CREDENTIALS } : place;
}
