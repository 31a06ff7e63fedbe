import type { SignedIn } from '../../desk/index.ts';

/**
 * Whom a token shows: its `sub`, of its issuer, is one person for ever. What people choose or write themselves is not who they are: an
 * address is shown only where the provider has verified it, and a name of a user is a name.
 *
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
 */
export function personOfToken(claims: Readonly<Record<string, unknown>> | undefined): SignedIn | undefined {
  const { iss, sub, email, email_verified, username, 'cognito:username': cognitoUsername } = claims ?? {};
  if (!isText(sub)) return undefined;
  const address = String(email_verified) === 'true' && isText(email) ? email : undefined;
  const name = [username, cognitoUsername].find(isText);
  return {
    identity: JSON.stringify([iss, sub]),
    subject: address ?? sub,
    ...(name !== undefined && name !== sub && { name }),
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '';
}
