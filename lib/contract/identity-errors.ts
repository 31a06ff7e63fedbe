import { nameOf } from '../core/errors.ts';

/**
 * True for an error that says that there are no credentials, or that AWS does not accept them: of credential providers,
 * of signers, and of services (whose names for it differ with their protocol).
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
 */
export function isIdentityError(error: unknown): boolean {
  return NAMES.has(nameOf(error));
}

/** True for an error that says that the session of the credentials is over: fresh ones may be accepted. */
export function isExpiredTokenError(error: unknown): boolean {
  return EXPIRED.has(nameOf(error));
}

const EXPIRED: ReadonlySet<string> = new Set(['ExpiredToken', 'ExpiredTokenException']);

const NAMES: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ProviderError',
  'TokenProviderError',
  ...EXPIRED,
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'MissingAuthenticationToken',
  'MissingAuthenticationTokenException',
  'SignatureDoesNotMatch',
  'UnauthorizedException',
  'UnrecognizedClientException',
]);
