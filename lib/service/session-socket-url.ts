import { resolveAwsSdkSigV4Config } from '@aws-sdk/core/httpAuthSchemes';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { Sha256 } from '@smithy/core/checksum';
import { HttpRequest } from '@smithy/core/protocols';
import type { AwsCredentialIdentity, RequestPresigner } from '@smithy/types';
import { HEADER } from '../contract/headers.ts';
import { SERVICE_NAME } from '../contract/protocol.ts';
import { isLoopbackUrl } from '../core/loopback.ts';
import { agentCoreHost } from './agentcore-host.ts';
import { matchingCredentials } from './matching-credentials.ts';

/**
 * Makes an address of the WebSocket of a runtime session, signed in its query: whoever has it connects without credentials, in
 * connections that begin within {@link SOCKET_URL_SECONDS}. Whoever signs needs the right to connect, and only then is asked.
 *
 * @throws DestinationError when `endpoint` leads nowhere
 * @see https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-get-started-websocket.html
 */
export async function sessionSocketUrl(options: SessionSocket): Promise<string> {
  const { runtimeArn, qualifier, runtimeSessionId, region, given, more } = options;
  const endpoint = options.endpoint ?? `https://${agentCoreHost(region)}`;
  const signing = resolveAwsSdkSigV4Config({
    credentials: matchingCredentials({
      url: endpoint,
      isLoopback: isLoopbackUrl(endpoint),
      given,
      otherwise: given === undefined ? defaultProvider() : async () => given,
    }),
    region,
    sha256: Sha256,
    serviceId: 'Bedrock AgentCore',
    signingName: SERVICE_NAME.agentCore,
    useFipsEndpoint: async () => false,
    useDualstackEndpoint: async () => false,
  });
  const { protocol, hostname, port, host } = new URL(endpoint);
  const request = new HttpRequest({
    method: 'GET',
    protocol,
    hostname,
    ...(port !== '' && { port: Number(port) }),
    path: `/runtimes/${encodeURIComponent(runtimeArn)}/ws`,
    query: { ...more, qualifier, [SESSION_PARAMETER]: runtimeSessionId },
    headers: { host },
  });
  const signer = await signing.signer();
  if (!isPresigner(signer)) throw new TypeError('The signer of the AWS SDK does not sign addresses.');
  const signed = await signer.presign(request, {
    expiresIn: SOCKET_URL_SECONDS,
    signingDate: options.signingDate ?? new Date(),
  });
  // Names and values escaped as they were signed.
  const query = Object.entries(signed.query ?? {}).map(
    ([name, value]) => `${escaped(name)}=${escaped(String(value))}`,
  );
  return `${protocol === 'http:' ? 'ws' : 'wss'}://${host}${request.path}?${query.join('&')}`;
}

/** The session that is connected to. */
export interface SessionSocket {
  readonly runtimeArn: string;
  /** The name of the endpoint by which the session was begun. */
  readonly qualifier: string;
  readonly runtimeSessionId: string;
  readonly region: string;
  /** An origin, such as that of local AWS. @default - that of the region */
  readonly endpoint?: string | undefined;
  /** @default the usual chain of the AWS SDK; on loopback those of local AWS */
  readonly given?: AwsCredentialIdentity | undefined;
  /** Members of the query besides, which are signed as well. */
  readonly more?: Readonly<Record<string, string>> | undefined;
  /** @default now */
  readonly signingDate?: Date | undefined;
}

/** The longest that the service lets such an address last. */
export const SOCKET_URL_SECONDS = 300;

/** As SDKs write it; names of headers know no case, those in a query may. */
const SESSION_PARAMETER = HEADER.sessionId
  .split('-')
  .map((word) => (word === 'agentcore' ? 'AgentCore' : word.charAt(0).toUpperCase() + word.slice(1)))
  .join('-');

function isPresigner(signer: object): signer is RequestPresigner {
  return 'presign' in signer && typeof signer.presign === 'function';
}

/** RFC 3986, which signatures are made by. */
function escaped(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
