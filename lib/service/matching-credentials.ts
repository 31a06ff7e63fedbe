import type { EndpointResolvedConfig } from '@smithy/core/endpoints';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider, EndpointParameters } from '@smithy/types';
import {
  isLocalCredentials,
  type LocalCredentials,
  localIdentityOf,
  makeLocalCredentials,
} from '../contract/local-credentials.ts';
import { ExplainedError } from '../core/errors.ts';
import { isUncertainLoopbackUrl } from '../core/loopback.ts';
import { type Destination, DestinationError, destinationOf } from './destination.ts';

/**
 * Asks a client once where its requests go, and makes it sign with what belongs there: credentials of local AWS on
 * loopback, the client's own (never those of local AWS) elsewhere.
 *
 * @param given the credentials that the client was made with, if any
 * @throws DestinationError
 */
export async function useMatchingCredentials<T extends EndpointParameters>(
  client: { readonly config: EndpointResolvedConfig<T> & { credentials: AwsCredentialIdentityProvider } },
  given?: Credentials | undefined,
): Promise<Destination> {
  const destination = await destinationOf(client);
  const { config } = client;
  config.credentials = matchingCredentials({ ...destination, given, otherwise: config.credentials });
  return destination;
}

type Credentials = AwsCredentialIdentity | AwsCredentialIdentityProvider;

/**
 * The credentials for a destination. On loopback the usual chain is not even asked: an expired sign-in is not in the
 * way, and a provider of the caller's is not called.
 *
 * @throws DestinationError for what is no web address, and for a name of this machine that may or may not be loopback
 */
export function matchingCredentials(options: {
  readonly url: string;
  readonly isLoopback: boolean;
  readonly given?: Credentials | undefined;
  /** What signs elsewhere. */
  readonly otherwise: AwsCredentialIdentityProvider;
}): AwsCredentialIdentityProvider {
  const { url, isLoopback, given, otherwise } = options;
  // Without a host the HTTP client would take this machine.
  if (!/^https?:/.test(url)) {
    throw new DestinationError({
      what: `The endpoint ${url} is no address on the web.`,
      fix: 'Write it in full, as in http://127.0.0.1:8737. Nothing was sent.',
    });
  }
  if (isUncertainLoopbackUrl(url)) {
    throw new DestinationError({
      what: `The endpoint ${url} may or may not be this machine.`,
      fix: 'Write it as http://127.0.0.1, http://[::1] or http://localhost, with its port. Nothing was sent.',
    });
  }
  if (isLoopback) {
    const local = localCredentials(given);
    return async () => local;
  }
  return async (properties) => {
    const credentials = await otherwise(properties);
    if (localIdentityOf(credentials.accessKeyId) === undefined) return credentials;
    throw new LocalCredentialsError({
      what: `The credentials are those of local AWS, but requests go to ${url}.`,
      fix:
        'Unset AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY to use your own, or point AWS_ENDPOINT_URL_NOVA_ACT and ' +
        'AWS_ENDPOINT_URL_BEDROCK_AGENTCORE to local AWS. Nothing was sent.',
    });
  };
}

/** Credentials of local AWS would have been sent to another machine. */
export class LocalCredentialsError extends ExplainedError {
  override readonly name = 'LocalCredentialsError';
}

/** Those that local AWS handed out, else this process's own. A session token is left out: local AWS hands out none. */
function localCredentials(given: Credentials | undefined): LocalCredentials {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  const found = typeof given === 'object' ? [given] : [];
  const local = [...found, { accessKeyId, secretAccessKey }].find(isLocalCredentials);
  if (local !== undefined) return { accessKeyId: local.accessKeyId, secretAccessKey: local.secretAccessKey };
  ownCredentials ??= makeLocalCredentials();
  return ownCredentials;
}

let ownCredentials: LocalCredentials | undefined;
