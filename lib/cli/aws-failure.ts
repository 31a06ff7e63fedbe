import type { ErrorFacts } from './error-facts.ts';

/** What is said when there are no credentials, or AWS refuses them. */
export function identityMessage(facts: ErrorFacts, help: string): string {
  return `${identityProblem(facts)} ${help}`;
}

/** The same, without what to do. */
export function identityProblem({ name, message }: ErrorFacts): string {
  const problem =
    name === 'CredentialsProviderError' ? 'No usable AWS credentials' : 'AWS refused the credentials';
  return `${problem}: ${sentence(message)}`;
}

/** True for an error that says that the caller may not do this. */
export function isAccessDenied({ name }: ErrorFacts): boolean {
  return name === 'AccessDeniedException' || name === 'AccessDenied';
}

/** True when no request can have reached the service: it was not found, refused, or did not pick up. */
export function neverConnected({ name, code, systemCall, status }: ErrorFacts): boolean {
  if (systemCall === 'connect' || systemCall === 'getaddrinfo' || code?.startsWith('ERR_TLS')) return true;
  // The SDK also calls a lost connection a TimeoutError, but that one keeps the code of the system error.
  return name === 'TimeoutError' && code === undefined && status === undefined;
}

/** True when a connection was lost that there may have been. Systems also say some of these of files, such as those of a network. */
export function connectionLost({ code, file }: ErrorFacts): boolean {
  return code !== undefined && file === undefined && OF_CONNECTION.test(code);
}

/**
 * Of sockets, names, HTTP and certificates.
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 * @see https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const OF_CONNECTION =
  /^(?:ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOST|ENET|EPROTO$|HPE_|ERR_(?:STREAM|HTTP2|SOCKET|SSL|TLS)_)|CERT|LEAF_SIGNATURE/;

/** What is said when {@link neverConnected}. */
export function connectionMessage(
  { message }: ErrorFacts,
  options: {
    /** The configured endpoint, if there is one. */
    readonly endpoint: string | undefined;
    /** What to do when an endpoint is configured, such as `Start it`. */
    readonly start: string;
  },
): string {
  const { endpoint, start } = options;
  const fix =
    endpoint === undefined
      ? 'Check the network, the proxy and the region.'
      : `${start}, or correct the AWS_ENDPOINT_URL variables.`;
  return `Cannot connect to ${endpoint ?? 'AWS'}: ${sentence(message)} ${fix}`;
}

/** What to do when no answer comes, or connections are lost. */
export const TRY_AGAIN = 'Try again; check AWS_ENDPOINT_URL, the proxy and the network when it stays so.';

/** What is said when the service answered that it failed. */
export function statusMessage({ message, status, requestId }: ErrorFacts): string {
  const said = /deserialization|^unknown/i.test(message) ? '' : ` ${sentence(message)}`;
  const id = requestId === undefined ? '' : ` Request id ${requestId}.`;
  return `The service failed (HTTP ${status}).${said}${id}`;
}

/** The text with a full stop, unless it ends otherwise. */
export function sentence(text: string): string {
  const line = text.trim();
  return /[.!?]$/.test(line) ? line : `${line}.`;
}
